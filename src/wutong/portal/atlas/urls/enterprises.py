"""Addresses of search and portraits, and of the page about the JSON API."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe

from wutong.portal.atlas.views import api_docs, portrait, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("enterprises/", require_safe(search.show), name="search"),
    path("enterprises/<str:enterprise_id>/", require_safe(portrait.show), name="portrait"),
    path("enterprises/<str:enterprise_id>/neighbours/", require_safe(portrait.neighbours), name="neighbours"),
    path("api/", require_safe(api_docs.show), name="api-docs"),
]
