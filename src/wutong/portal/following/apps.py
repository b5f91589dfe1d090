"""The following app's name in Django; that followers hear of a new release is made known when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class FollowingConfig(AppConfig):
    name = "wutong.portal.following"
    label = "following"

    def ready(self) -> None:
        tell = import_string("wutong.portal.following.telling.tell_changes")
        import_string("wutong.portal.flowing.ticking.register_daily")("following", tell)
