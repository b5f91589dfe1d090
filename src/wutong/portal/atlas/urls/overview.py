"""Addresses of the cockpit, the chain, the comparison and the data pages."""

from django.urls import path

from wutong.portal.atlas.views import cockpit

urlpatterns = [
    path("", cockpit.show, name="cockpit"),
]
