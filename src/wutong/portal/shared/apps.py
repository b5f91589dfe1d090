"""The shared app's name in Django."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "wutong.portal.shared"
    label = "shared"
