"""Addresses of the desk."""

from django.urls import path

from wutong.portal.desk.views import not_us

app_name = "desk"
urlpatterns = [
    path("not-us/", not_us.not_us, name="not_us"),
    path("objections/", not_us.mine, name="objections"),
    path("objections/<int:objection_id>/take-back/", not_us.take_back, name="take_back"),
]
