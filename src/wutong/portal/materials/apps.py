"""The name of the materials app in Django; what cases bring it, and what falls due, is made known at the start."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class MaterialsConfig(AppConfig):
    name = "wutong.portal.materials"
    label = "materials"

    def ready(self) -> None:
        import_string("wutong.portal.materials.granting.enter")
        import_string("wutong.portal.materials.notices.tell_due")
