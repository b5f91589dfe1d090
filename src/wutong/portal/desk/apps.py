"""The desk's name in Django, and its acts made known when Django starts."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "wutong.portal.desk"
    label = "desk"
