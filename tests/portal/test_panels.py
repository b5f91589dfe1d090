"""Panels, facts and lists in tabs: written in one way, with what pages give them escaped."""

import re

import pytest
from django.template import engines
from django.template.loader import get_template
from django.utils.translation import override

from wutong.portal import messages

PANEL = '{% panel "sites" _("Sites") width="full" look="d-print-none" hint=count %}<p>{{ name }}</p>{% endpanel %}'
LISTS = ("placements/list.html", "voice/pool.html", "claims/office.html")


def drawn(source: str, **given: object) -> str:
    with override("en"):
        rendered = engines["django"].from_string(source).render(given)
    return re.sub(r">\s+<", "><", rendered)


def test_a_panel_is_named_by_its_heading() -> None:
    assert drawn(PANEL, count=0, name="<b>") == (
        '<section class="card panel panel-full d-print-none" aria-labelledby="sites-title">'
        '<div class="card-header"><h2 class="card-title" id="sites-title">Sites</h2></div>'
        "<p>&lt;b&gt;</p></section>"
    )
    assert '<span class="card-hint">&lt;i&gt;</span></div>' in drawn(PANEL, count="<i>", name="")


def test_a_table_within_a_panel_keeps_its_columns() -> None:
    table = '{% table label="t" %}{% column "One" %}{% column "Two" %}<tr><td>1</td></tr>{% endtable %}'
    found = drawn(f'{{% panel "a" "A" %}}{table}{{% endpanel %}}{{% panel "b" "B" %}}{table}{{% endpanel %}}')
    assert found.count("<th scope") == 4


def test_a_fact_is_a_term_and_its_value() -> None:
    source = '{% fact _("Port") port|default:"—" %}{% fact _("Reasons") why|linebreaksbr %}'
    assert drawn(source, port="", why="<a>\nb") == (
        "<div><dt>Port</dt><dd>—</dd></div><div><dt>Reasons</dt><dd>&lt;a&gt;<br>b</dd></div>"
    )


@pytest.mark.parametrize("name", LISTS)
def test_lists_in_tabs_share_one_page(name: str) -> None:
    source = get_template(name).template.source  # type: ignore[attr-defined]
    assert source.startswith('{% extends "shared/list/page.html" %}')
    assert "case-tabs" not in source


def test_words_within_our_own_tags_are_translated() -> None:
    known = {one.id for one in messages.extracted()}
    assert {"What is left", "Take the declaration back", "Topic, number or enterprise"} <= known
