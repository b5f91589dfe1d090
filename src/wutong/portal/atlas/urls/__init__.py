"""Addresses of the atlas: what shows the whole (overview) and what shows enterprises (enterprises)."""

from wutong.portal.atlas.urls import enterprises, overview

app_name = "atlas"
urlpatterns = [*overview.urlpatterns, *enterprises.urlpatterns]
