"""Addresses of the imports app."""

from django.urls import path

from wutong.portal.imports.views import guide, holdings, opinions, shipments

app_name = "imports"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("schemes/", guide.schemes, name="schemes"),
    path("keep/", guide.keep, name="keep"),
    path("results/", guide.assessments, name="assessments"),
    path("results/<int:assessment_id>/", guide.assessment, name="assessment"),
    path("opinions/", opinions.opinions, name="opinions"),
    path("opinions/ask/", opinions.ask, name="ask"),
    path("opinions/<int:opinion_id>/", opinions.opinion, name="opinion"),
    path("opinions/<int:opinion_id>/withdraw/", opinions.withdraw, name="withdraw_opinion"),
    path("opinions/<int:opinion_id>/assign/", opinions.assign, name="assign"),
    path("opinions/<int:opinion_id>/declare/", opinions.declare, name="declare_conflict"),
    path("opinions/<int:opinion_id>/give/", opinions.give, name="give"),
    path("approvals/", holdings.approvals, name="approvals"),
    path("approvals/enter/", holdings.enter, name="enter"),
    path("approvals/<int:approval_id>/", holdings.approval, name="approval"),
    path("approvals/<int:approval_id>/declare/", holdings.declare, name="declare"),
    path("approvals/<int:approval_id>/withdraw/", holdings.withdraw, name="withdraw"),
    path("shipments/", shipments.shipments, name="shipments"),
    path("shipments/<int:shipment_id>/", shipments.shipment, name="shipment"),
    path("shipments/<int:shipment_id>/receive/", shipments.receive, name="receive"),
    path("shipments/<int:shipment_id>/spend/", shipments.spend, name="spend"),
    path("shipments/<int:shipment_id>/correct/<int:number>/", shipments.correct, name="correct"),
    path("shipments/<int:shipment_id>/<str:move>/", shipments.decide, name="decide"),
]
