"""Addresses of the appointments app."""

from django.urls import path

from wutong.portal.appointments.views import booking, groups, mine, window

app_name = "appointments"
urlpatterns = [
    path("", mine.show, name="mine"),
    path("new/", booking.new, name="new"),
    path("window/", window.show, name="windows"),
    path("window/<int:window_id>/", window.show, name="window"),
    path("window/<int:window_id>/day.csv", window.file, {"form": "csv"}, name="csv"),
    path("window/<int:window_id>/day.xlsx", window.file, {"form": "xlsx"}, name="xlsx"),
    path("window/<int:window_id>/groups/", groups.show, name="groups"),
    path("window/<int:window_id>/<slug:number>/<slug:act>/", window.do, name="do"),
    path("groups/<int:group_id>/plan/", groups.plan, name="plan"),
    path("groups/<int:group_id>/open/", groups.open_or_close, name="open"),
    path("<slug:number>/", mine.one, name="one"),
    path("<slug:number>/move/", booking.move, name="move"),
    path("<slug:number>/cancel/", mine.cancel, name="cancel"),
    path("<slug:number>/check-in/", mine.check_in, name="check_in"),
]
