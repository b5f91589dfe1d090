"""Addresses of the notices app."""

from django.urls import path

from wutong.portal.notices.views import log, mine

app_name = "notices"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("read/", mine.read, name="read"),
    path("unread/", mine.unread, name="unread"),
    path("preferences/", mine.preferences, name="preferences"),
    path("messages.csv", mine.file, {"form": "csv"}, name="file"),
    path("messages.xlsx", mine.file, {"form": "xlsx"}, name="sheet"),
    path("sent/", log.log, name="log"),
    path("sent/file/", log.file, name="log_file"),
    path("sent/again/", log.all_again, name="all_again"),
    path("sent/<int:delivery_id>/again/", log.again, name="again"),
    path("<uuid:notice_id>/", mine.one, name="one"),
]
