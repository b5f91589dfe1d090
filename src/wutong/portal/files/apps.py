"""The files app's name in Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "wutong.portal.files"
    label = "files"
