"""Addresses of the exports app."""

from django.urls import path

from wutong.portal.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/", views.ask, name="ask"),
    path("<uuid:export_id>/", views.progress, name="progress"),
    path("<uuid:export_id>/file/", views.download, name="download"),
    path("<uuid:export_id>/cancel/", views.cancel, name="cancel"),
]
