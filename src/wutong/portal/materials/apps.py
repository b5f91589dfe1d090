"""The name of the materials app in Django; its acts and its kind of book are made known when Django starts."""

from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "wutong.portal.materials"
    label = "materials"
