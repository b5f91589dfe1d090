"""The accounts app's name in Django; what it does when somebody signs in is connected in
signing/receivers.py, how data of people goes in each app's `forgetting` module,
what they hand over first in its `queries.handing_over`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "wutong.portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        autodiscover_modules(
            "signing.receivers",
            "signing.sessions",
            "forgetting",
            "keeping.forgetting",
            "queries.handing_over",
            "owning.daily",
        )
