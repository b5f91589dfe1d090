"""Addresses of the service zone."""

from django.urls import path

from wutong.portal.services import views

app_name = "services"
urlpatterns = [
    path("", views.zone, name="zone"),
    path("for/", views.for_enterprise, name="for"),
    path("<slug:code>/", views.guide, name="guide"),
    path("<slug:code>/linked-data/", views.linked_data, name="linked_data"),
]
