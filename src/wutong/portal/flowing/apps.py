"""The app's name in Django."""

from django.apps import AppConfig


class FlowingConfig(AppConfig):
    name = "wutong.portal.flowing"
    label = "flowing"
