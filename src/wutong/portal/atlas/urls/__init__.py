"""Addresses of the atlas: the whole (overview), enterprises, and records and figures (records)."""

from wutong.portal.atlas.urls import enterprises, overview, records

app_name = "atlas"
urlpatterns = [*overview.urlpatterns, *enterprises.urlpatterns, *records.urlpatterns]
