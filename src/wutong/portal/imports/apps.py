"""The imports app's name in Django; what it keeps and reminds of is made known when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ImportsConfig(AppConfig):
    name = "wutong.portal.imports"
    label = "imports"

    def ready(self) -> None:
        import_string("wutong.portal.imports.custody.CUSTODY")
        remind = import_string("wutong.portal.imports.actions.reminding.remind")
        import_string("wutong.portal.flowing.ticking.register_daily")("imports", remind)
        import_string("wutong.portal.imports.granting.enter")
        import_string("wutong.portal.imports.shelf_life.check")
