"""The app's name in Django; its acts and who reads its papers are made known when Django starts."""

from importlib import import_module

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "wutong.portal.claims"
    label = "claims"

    def ready(self) -> None:
        for module in ("acts", "reading"):
            import_module(f"wutong.portal.claims.{module}")
