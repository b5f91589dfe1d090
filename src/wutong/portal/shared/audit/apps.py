"""The audit app's name in Django. Each app declares what it records in its own acts.py, found by its name."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "wutong.portal.shared.audit"
    label = "audit"

    def ready(self) -> None:
        autodiscover_modules("acts")
