"""Addresses of the filings app."""

from django.urls import path

from wutong.portal.filings.views import clocks, letters, one, papers, tracked

app_name = "filings"
urlpatterns = [
    path("", clocks.show, name="clocks"),
    path("clocks.csv", clocks.file, {"form": "csv"}, name="csv"),
    path("clocks.xlsx", clocks.file, {"form": "xlsx"}, name="xlsx"),
    path("tracked/", tracked.show, name="tracked"),
    path("tracked.csv", tracked.file, {"form": "csv"}, name="tracked_csv"),
    path("tracked.xlsx", tracked.file, {"form": "xlsx"}, name="tracked_xlsx"),
    path("tracked/new/", tracked.new, name="new"),
    path("tracked/<slug:number>/", one.show, name="one"),
    path("tracked/<slug:number>/letter/", letters.show, name="letter"),
    path("tracked/<slug:number>/letter.pdf", letters.file, name="letter_file"),
    path("tracked/<slug:number>/papers/", papers.add, name="papers"),
    path("tracked/<slug:number>/papers/<int:paper_id>/drop/", papers.drop, name="drop_paper"),
    path("tracked/<slug:number>/<slug:act>/", one.do, name="do"),
]
