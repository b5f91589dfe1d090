"""Addresses of the voice app."""

from django.urls import path

from wutong.portal.voice.views import one, pool

app_name = "voice"
urlpatterns = [
    path("", pool.show, name="pool"),
    path("pool.csv", pool.file, {"form": "csv"}, name="csv"),
    path("pool.xlsx", pool.file, {"form": "xlsx"}, name="xlsx"),
    path("new/", pool.new, name="new"),
    path("<slug:number>/", one.show, name="one"),
    path("<slug:number>/<slug:act>/", one.do, name="do"),
]
