"""The exports app's name in Django; how exports go with whoever asked for them is made known when it starts."""

from importlib import import_module

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "wutong.portal.exports"
    label = "exports"

    def ready(self) -> None:
        import_module("wutong.portal.exports.actions")
