"""Addresses of the following app."""

from django.urls import path

from wutong.portal.following.views import mine, release

app_name = "following"
urlpatterns = [
    path("following/", mine.mine, name="mine"),
    path("following/button/", mine.button, name="button"),
    path("following/follow/", mine.follow, name="follow"),
    path("following/seen/", mine.seen, name="seen"),
    path("following/file/", mine.file, name="file"),
    path("following/<int:follow_id>/", mine.one, name="one"),
    path("following/<int:follow_id>/unfollow/", mine.unfollow, name="unfollow"),
    path("changes/", release.show, name="release"),
    path("changes.csv", release.file, {"form": "csv"}, name="release_file"),
    path("changes.xlsx", release.file, {"form": "xlsx"}, name="release_sheet"),
]
