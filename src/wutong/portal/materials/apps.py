"""The name of the materials app in Django; what cases bring it is made known when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class MaterialsConfig(AppConfig):
    name = "wutong.portal.materials"
    label = "materials"

    def ready(self) -> None:
        import_string("wutong.portal.materials.granting.enter")
