"""Addresses of the files app."""

from django.urls import path

from wutong.portal.files import views

app_name = "files"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("list.<slug:form>", views.listing, name="listing"),
    path("<uuid:file_id>/", views.download, name="download"),
    path("<uuid:file_id>/erase/", views.erase, name="erase"),
]
