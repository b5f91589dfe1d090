"""The atlas app's name in Django."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "wutong.portal.atlas"
    label = "atlas"
