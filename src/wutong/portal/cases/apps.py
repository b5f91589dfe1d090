"""The app's name in Django; its acts and its part in the tick are made known when Django starts."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "wutong.portal.cases"
    label = "cases"

    def ready(self) -> None:
        # Models must be there before they are registered with the tick.
        for module in ("acts", "actions.clockwork", "reading"):
            import_module(f"wutong.portal.cases.{module}")
