"""The dossiers app's name in Django; makes its maker of files known to the exports."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DossiersConfig(AppConfig):
    name = "wutong.portal.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        import_string("wutong.portal.exports.makers.register")("dossier", _make)


def _make(*given: object) -> None:
    """Loads the writers when the first dossier is asked for: pages need not wait for libraries of documents."""
    import_string("wutong.portal.dossiers.making.make")(*given)
