"""Addresses of the placements app."""

from django.urls import path

from wutong.portal.placements.views import agreement, listing, one

app_name = "placements"
urlpatterns = [
    path("", listing.show, name="list"),
    path("list.csv", listing.file, {"form": "csv"}, name="csv"),
    path("list.xlsx", listing.file, {"form": "xlsx"}, name="xlsx"),
    path("new/", listing.new, name="new"),
    path("<slug:number>/", one.show, name="one"),
    path("<slug:number>/agreement/", agreement.show, name="agreement"),
    path("<slug:number>/<slug:act>/", one.do, name="do"),
]
