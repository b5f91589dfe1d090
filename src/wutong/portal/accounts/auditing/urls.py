"""Addresses of the record of what was done."""

from django.urls import path

from wutong.portal.accounts.auditing import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("file/", views.entries_file, name="file"),
]
