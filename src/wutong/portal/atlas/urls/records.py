"""Addresses of records beside enterprises (pipeline, trials, hospitals, files) and of figures that are asked for."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from wutong.portal.atlas.views import figures, trials
from wutong.portal.atlas.views.pipeline import board, hospitals, lists, products


class FileForm(StringConverter):
    """The kinds of file that a list can be taken away as."""

    regex = "csv|xlsx"


_LISTS = {
    "products": "products/",
    "approvals": "approvals/",
    "applications": "drug-applications/",
    "indications": "indications/",
    "hospitals": "hospitals/",
    "files": "data/files/",
}


class FigureFile(StringConverter):
    """What of an indicator a file holds."""

    regex = "figures|rows"


register_converter(FileForm, "file_form")
register_converter(FigureFile, "figure_file")

urlpatterns = [
    path("pipeline/", require_safe(board.show), name="pipeline"),
    *(path(address, require_safe(lists.show), {"code": code}, name=code) for code, address in _LISTS.items()),
    path("products/<str:product_id>/", require_safe(products.show_one), name="product"),
    path("drug-applications/<str:number>/", require_safe(products.show_application), name="application"),
    path("hospitals/<str:hospital_id>/", require_safe(hospitals.show_one), name="hospital"),
    path("trials/", require_safe(trials.show), name="trials"),
    # Numbers of some registers hold strokes and blanks.
    path("trials/<path:trial_id>/", require_safe(trials.show_one), name="trial"),
    path("indicators/", require_safe(figures.show), name="figures"),
    path("indicators/<slug:code>/", require_safe(figures.show_one), name="indicator"),
    path(
        "indicators/<slug:code>/<figure_file:what>.<file_form:form>",
        require_safe(figures.download),
        name="indicator-file",
    ),
]
