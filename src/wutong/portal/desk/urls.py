"""Addresses of the desk."""

from django.urls import path

from wutong.portal.desk.views import history, not_us, queue

app_name = "desk"
urlpatterns = [
    path("", queue.show, name="queue"),
    path("judge/", queue.judge, name="judge"),
    path("undo/<uuid:answer_id>/", queue.undo, name="undo"),
    path("history/", history.history, name="history"),
    path("history/file/", history.history_file, name="history_file"),
    path("not-us/", not_us.not_us, name="not_us"),
    path("objections/", not_us.mine, name="objections"),
    path("objections/<int:objection_id>/take-back/", not_us.take_back, name="take_back"),
]
