"""The cockpit: the biomedical enterprises of one place at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas.access import current_release


def show(request: HttpRequest) -> HttpResponse:
    """The cockpit of the chosen place."""
    current_release()
    return render(request, "atlas/cockpit.html")
