"""Addresses of search and portraits, and of the page about the JSON API."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from wutong.portal.atlas.queries.portraits import lists
from wutong.portal.atlas.views import portrait, search


class BlockCode(StringConverter):
    """The blocks of a portrait that have a list of their own."""

    regex = "|".join(lists.CODES)


class BlockFile(StringConverter):
    """The kinds of file that such a list can be taken away as."""

    regex = "csv|xlsx"


register_converter(BlockCode, "block")
register_converter(BlockFile, "block_file")

urlpatterns: list[URLPattern | URLResolver] = [
    path("enterprises/", require_safe(search.show), name="search"),
    path("enterprises/<str:enterprise_id>/", require_safe(portrait.show), name="portrait"),
    path("enterprises/<str:enterprise_id>/neighbours/", require_safe(portrait.neighbours), name="neighbours"),
    path("enterprises/<str:enterprise_id>/<block:block>/", require_safe(portrait.records), name="portrait-records"),
    path(
        "enterprises/<str:enterprise_id>/<block:block>.<block_file:form>",
        require_safe(portrait.download),
        name="portrait-records-file",
    ),
]
