"""The following app's name in Django."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "wutong.portal.following"
    label = "following"
