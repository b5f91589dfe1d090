"""Addresses of the devices app."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from wutong.portal.devices import views


class ListFile(StringConverter):
    """The kinds of file that a list can be taken away as."""

    regex = "csv|xlsx"


register_converter(ListFile, "list_file")

app_name = "devices"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("file/", views.bring, name="bring"),
    path("catalogue/", require_safe(views.catalogue), name="catalogue"),
    path("catalogue.<list_file:form>", require_safe(views.download), {"code": "catalogue"}, name="catalogue-file"),
    path("catalogue/<str:code>/", require_safe(views.entry), name="entry"),
    path("decisions/", require_safe(views.decisions), name="decisions"),
    path("decisions.<list_file:form>", require_safe(views.download), {"code": "decisions"}, name="decisions-file"),
    path("decisions/<slug:file_id>-<int:row_number>/", require_safe(views.decision), name="decision"),
]
