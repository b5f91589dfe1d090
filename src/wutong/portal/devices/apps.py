"""The devices app's name in Django; makes its maker of files known to the exports."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DevicesConfig(AppConfig):
    name = "wutong.portal.devices"
    label = "devices"

    def ready(self) -> None:
        import_string("wutong.portal.exports.makers.register")("devices", _make)


def _make(*given: object) -> None:
    """Loads the reader of files when the first one is brought."""
    import_string("wutong.portal.devices.making.make")(*given)
