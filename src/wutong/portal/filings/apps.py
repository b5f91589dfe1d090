"""The app's name in Django; its acts and its part in the tick are made known when Django starts."""

from importlib import import_module

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "wutong.portal.filings"
    label = "filings"

    def ready(self) -> None:
        for module in ("acts", "actions.clockwork", "queries.papers"):
            import_module(f"wutong.portal.filings.{module}")
