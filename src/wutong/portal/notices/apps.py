"""The notices app's name in Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wutong.portal.notices"
    label = "notices"
