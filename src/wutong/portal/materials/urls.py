"""Addresses of controlled materials."""

from django.urls import path

from wutong.portal.materials.views import home, ledgers, permits, places, reports, settling, statements, supervision

app_name = "materials"
urlpatterns = [
    path("", home.show, name="home"),
    path("file/", home.stocks_file, name="stocks_file"),
    path("permits/", permits.show_all, name="permits"),
    path("permits/file/", permits.permits_file, name="permits_file"),
    path("permits/add/", permits.add, name="add_permit"),
    path("permits/<int:permit_id>/", permits.show, name="permit"),
    path("permits/<int:permit_id>/withdraw/", permits.withdraw, name="withdraw_permit"),
    path("places/", places.show, name="places"),
    path("places/add/", places.add, name="add_place"),
    path("places/<int:place_id>/keepers/", places.name_keeper, name="name_keeper"),
    path("places/<int:place_id>/keepers/<int:person_id>/dismiss/", places.dismiss_keeper, name="dismiss_keeper"),
    path("stocks/add/", places.open_stock, name="open_stock"),
    path("stocks/<int:stock_id>/", ledgers.show, name="stock"),
    path("stocks/<int:stock_id>/file/", ledgers.entries_file, name="entries_file"),
    path("stocks/<int:stock_id>/verify/", ledgers.verify, name="verify"),
    path("stocks/<int:stock_id>/enter/<slug:kind>/", ledgers.enter, name="enter"),
    path("stocks/<int:stock_id>/entries/<int:number>/correct/", ledgers.correct, name="correct"),
    path("waiting/", settling.show, name="waiting"),
    path("waiting/<int:proposal_id>/confirm/", settling.confirm, name="confirm"),
    path("waiting/<int:proposal_id>/refuse/", settling.refuse, name="refuse"),
    path("waiting/<int:proposal_id>/withdraw/", settling.withdraw, name="withdraw"),
    path("reports/", reports.show, name="reports"),
    path("reports/<int:report_id>/file/", reports.file_report, name="file_report"),
    path("statement/", statements.show, name="statement"),
    path("statement/file/", statements.statement_file, name="statement_file"),
    path("supervision/", supervision.show, name="supervision"),
    path("supervision/verify/", supervision.verify, name="verify_all"),
]
