"""Addresses of the filings app."""

from django.urls import path

from wutong.portal.filings import views

app_name = "filings"
urlpatterns = [
    path("", views.show, name="clocks"),
    path("clocks.csv", views.file, {"form": "csv"}, name="csv"),
    path("clocks.xlsx", views.file, {"form": "xlsx"}, name="xlsx"),
]
