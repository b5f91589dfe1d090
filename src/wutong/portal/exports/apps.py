"""The exports app's name in Django."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "wutong.portal.exports"
    label = "exports"
