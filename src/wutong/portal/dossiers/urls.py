"""Addresses of the dossiers app."""

from django.urls import path

from wutong.portal.dossiers import views

app_name = "dossiers"
urlpatterns = [path("<str:enterprise_id>/", views.ask, name="ask")]
