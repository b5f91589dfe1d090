"""The imports app's name in Django; its kind of ledger is made known when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ImportsConfig(AppConfig):
    name = "wutong.portal.imports"
    label = "imports"

    def ready(self) -> None:
        import_string("wutong.portal.imports.custody.CUSTODY")
