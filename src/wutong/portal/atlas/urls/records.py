"""Addresses of records beside enterprises (clinical trials) and of figures that are asked for (indicators)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from wutong.portal.atlas.views import figures, trials


class FileForm(StringConverter):
    """The kinds of file that a list can be taken away as."""

    regex = "csv|xlsx"


register_converter(FileForm, "file_form")

urlpatterns = [
    path("trials/", require_safe(trials.show), name="trials"),
    path("trials.<file_form:form>", require_safe(trials.download), name="trials-file"),
    # Numbers of some registers hold strokes and blanks.
    path("trials/<path:trial_id>/", require_safe(trials.show_one), name="trial"),
    path("indicators/", require_safe(figures.show), name="figures"),
    path("indicators/<slug:code>/", require_safe(figures.show_one), name="indicator"),
]
