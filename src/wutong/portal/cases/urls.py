"""Addresses of cases."""

from django.urls import path

from wutong.portal.cases.views import (
    applying,
    case,
    chosen,
    competences,
    letters,
    mine,
    opinions,
    receipt,
    statistics,
    work,
)

app_name = "cases"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("mine.csv", mine.file, {"form": "csv"}, name="mine_csv"),
    path("mine.xlsx", mine.file, {"form": "xlsx"}, name="mine_xlsx"),
    path("begin/<slug:code>/", applying.begin, name="begin"),
    path("work/", work.show, name="work"),
    path("work/list.csv", work.file, {"form": "csv"}, name="work_csv"),
    path("work/list.xlsx", work.file, {"form": "xlsx"}, name="work_xlsx"),
    path("work/chosen/", chosen.show, name="chosen"),
    path("work/chosen/assign/", chosen.assign, name="chosen_assign"),
    path("work/chosen/do/<slug:act>/", chosen.do, name="chosen_do"),
    path("competences/", competences.show, name="competences"),
    path("competences/give/", competences.give, name="competence_give"),
    path("competences/<int:competence_id>/end/", competences.end, name="competence_end"),
    path("statistics/", statistics.show, name="statistics"),
    path("statistics/figures.csv", statistics.file, name="statistics_csv"),
    path("<uuid:case_id>/", case.show, name="case"),
    path("<uuid:case_id>/do/<slug:act>/", case.do, name="do"),
    path("<uuid:case_id>/assign/", case.assign, name="assign"),
    path("<uuid:case_id>/opinions/<int:opinion_id>/", opinions.give, name="opinion"),
    path("<uuid:case_id>/opinions/<int:opinion_id>/conflict/", opinions.conflict, name="conflict"),
    path("<uuid:case_id>/fill/<slug:page>/", applying.fill, name="fill"),
    path("<uuid:case_id>/papers/", applying.papers_page, name="papers"),
    path("<uuid:case_id>/papers/<slug:paper>/add/", applying.add_paper, name="add_paper"),
    path("<uuid:case_id>/papers/<int:paper_id>/drop/", applying.drop_paper, name="drop_paper"),
    path("<uuid:case_id>/letters/<int:letter_id>/", letters.show, name="letter"),
    path("<uuid:case_id>/letters/<int:letter_id>/file/", letters.file, name="letter_file"),
    path("<uuid:case_id>/receipt/", receipt.show, name="receipt"),
    path("<uuid:case_id>/send/", applying.send, name="send"),
]
