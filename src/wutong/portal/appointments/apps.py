"""The app's name in Django; its acts and its part in the tick are made known when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AppointmentsConfig(AppConfig):
    name = "wutong.portal.appointments"
    label = "appointments"

    def ready(self) -> None:
        import_string("wutong.portal.appointments.acts.APPOINTMENT")
        work = import_string("wutong.portal.appointments.actions.daily.work")
        import_string("wutong.portal.flowing.ticking.register_daily")("appointments", work)
