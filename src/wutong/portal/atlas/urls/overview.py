"""Addresses of the cockpit, the chain, the comparison and the data pages."""

from django.urls import path

from wutong.portal.atlas.views import chain, cockpit, compare, data

urlpatterns = [
    path("", cockpit.show, name="cockpit"),
    path("chain/", chain.show, name="chain"),
    path("chain/<slug:code>/", chain.show_node, name="node"),
    path("compare/", compare.show, name="compare"),
    path("data/", data.show, name="data"),
    path("data/issues/", data.show_issues, name="issues"),
    path("data/issues.csv", data.download_issues, name="issues-file"),
    path("data/tables/<slug:name>/", data.show_table, name="table"),
    path("data/indicators/", data.show_indicators, name="indicators"),
    path("data/definitions.json", data.download_definitions, name="definitions"),
    path("data/manifest.json", data.download_manifest, name="manifest"),
]
