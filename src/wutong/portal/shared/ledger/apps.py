"""The ledger's name in Django; what it records is made known when Django starts."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wutong.portal.shared.ledger"
    label = "ledger"
