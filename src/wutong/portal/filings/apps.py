"""The app's name in Django."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "wutong.portal.filings"
    label = "filings"
