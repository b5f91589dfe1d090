"""Django's name for this app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "wutong.portal.services"
    label = "services"
