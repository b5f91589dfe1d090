"""Every address of the portal."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from wutong.portal.appointments.api import api as appointments_api
from wutong.portal.cases.api import api as cases_api
from wutong.portal.desk.api import api as desk_api
from wutong.portal.files.api import api as files_api
from wutong.portal.filings.api import api as filings_api
from wutong.portal.imports.api import api as imports_api
from wutong.portal.materials.api import api as materials_api
from wutong.portal.notices.api import api as notices_api
from wutong.portal.open_api import page as api_page
from wutong.portal.open_api.service import api
from wutong.portal.services.api import api as services_api
from wutong.portal.shared import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    # A language chosen for somebody by another site harms nobody; so pages need no token and can be kept.
    path("language/", csrf_exempt(set_language), name="language"),
    path("api/v1/appointments/", appointments_api.urls),
    path("api/v1/cases/", cases_api.urls),
    path("api/v1/desk/", desk_api.urls),
    path("api/v1/files/", files_api.urls),
    path("api/v1/filings/", filings_api.urls),
    path("api/v1/notices/", notices_api.urls),
    path("api/v1/materials/", materials_api.urls),
    path("api/v1/services/", services_api.urls),
    path("api/v1/imports/", imports_api.urls),
    path("api/v1/", api.urls),
    path("api/", api_page.show, name="api-docs"),
    path("accounts/", include("wutong.portal.accounts.urls")),
    path("audit/", include("wutong.portal.accounts.auditing.urls")),
    path("desk/", include("wutong.portal.desk.urls")),
    path("appointments/", include("wutong.portal.appointments.urls")),
    path("cases/", include("wutong.portal.cases.urls")),
    path("exports/", include("wutong.portal.exports.urls")),
    path("device-class/", include("wutong.portal.devices.urls")),
    path("dossiers/", include("wutong.portal.dossiers.urls")),
    path("files/", include("wutong.portal.files.urls")),
    path("notices/", include("wutong.portal.notices.urls")),
    path("materials/", include("wutong.portal.materials.urls")),
    path("services/", include("wutong.portal.services.urls")),
    path("imports/", include("wutong.portal.imports.urls")),
    path("filings/", include("wutong.portal.filings.urls")),
    path("claims/", include("wutong.portal.claims.urls")),
    path("voice/", include("wutong.portal.voice.urls")),
    path("placements/", include("wutong.portal.placements.urls")),
    path("", include("wutong.portal.following.urls")),
    path("", include("wutong.portal.atlas.urls")),
]

handler404 = "wutong.portal.shared.views.not_found"
handler500 = "wutong.portal.shared.views.broken"
handler400 = "wutong.portal.shared.views.odd_request"
handler403 = "wutong.portal.shared.views.csrf_refused"
