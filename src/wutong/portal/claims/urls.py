"""Addresses of the claims app."""

from django.urls import path

from wutong.portal.claims.views import lists, new, one

app_name = "claims"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("new/", new.new, name="new"),
    path("office/", lists.office, name="office"),
    path("office/list.csv", lists.file, {"form": "csv"}, name="csv"),
    path("office/list.xlsx", lists.file, {"form": "xlsx"}, name="xlsx"),
    path("<int:claim_id>/", one.show, name="one"),
    path("<int:claim_id>/confirm/", one.confirm, name="confirm"),
    path("<int:claim_id>/refuse/", one.refuse, name="refuse"),
    path("<int:claim_id>/reopen/", one.reopen, name="reopen"),
    path("<int:claim_id>/withdraw/", one.withdraw, name="withdraw"),
]
