"""No table may hold something of a person that catalog/personal/ does not declare: what it tells of them, what goes."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from wutong.catalog.catalog import load_catalog
from wutong.catalog.personal import Fate, Kept
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import goer_of, known_duties

PERSONAL = load_catalog().personal
TABLES = PERSONAL.tables
MODELS = {one._meta.label: one for one in apps.get_models()}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField)
ADVICE = """
{what}. Declare it in catalog/personal/<app>.yml (docs/howto/personal-data.md says how):
  parts     a field that says whose the row is: its fate (stays, emptied, deleted, by_app), its ground, what is told
  written   beside a part: the field that holds their name in words        cleared   what they wrote and what goes
  matched   a name in words with nothing that says whose                   inside    names within JSON, by key
  texts     free words that stay, with their ground                        replaced  written anew by the portal itself
  codes     nothing of a person: states, numbers, names of things"""


def fields_of(model: type[models.Model]) -> Iterator["models.Field[object, object]"]:
    """Every column of the model."""
    yield from (one for one in model._meta.get_fields() if isinstance(one, models.Field))


def needing(model: type[models.Model]) -> set[str]:
    """Fields that must be declared: references to people, and every text that is no choice among codes."""
    return {
        one.name
        for one in fields_of(model)
        if one.related_model is Person or (not one.is_relation and isinstance(one, TEXTS) and not one.choices)
    }


def test_every_table_is_declared() -> None:
    missing = sorted(set(MODELS) - set(TABLES))
    assert not missing, ADVICE.format(what=f"catalog/personal/ does not know the tables {', '.join(missing)}")
    assert not set(TABLES) - set(MODELS), "catalog/personal/ knows tables that are no more"


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_is_declared(label: str) -> None:
    if label not in TABLES:
        pytest.skip("said by the test before")
    declared, needed = set(TABLES[label].classified), needing(MODELS[label])
    missing = sorted(needed - declared)
    assert not missing, ADVICE.format(what=f"{label} has fields that nobody declared: {', '.join(missing)}")
    assert not declared - {one.name for one in fields_of(MODELS[label])}, f"{label} has no such fields"
    parts = {part.field for part in TABLES[label].parts}
    assert {one.name for one in fields_of(MODELS[label]) if one.related_model is Person} <= parts


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.model)
def test_what_is_told_and_what_goes_can_be(table: Kept) -> None:
    model = MODELS[table.model]
    names = {one.name: one for one in fields_of(model)}
    for part in table.parts:
        model._default_manager.values(*part.told)  # raises for a field that is not there
        assert part.fate is not Fate.EMPTIED or names[part.field].null
        assert part.fate is not Fate.BY_APP or goer_of(table.model), f"no `forgetting` module lets {table.model} go"
        assert all(names[one].blank for one in part.cleared)
    assert all(isinstance(names[one], models.JSONField) for one in table.inside)


def test_of_every_duty_somebody_says_whom_it_binds() -> None:
    declared, known = set(PERSONAL.duties), set(known_duties())
    assert not declared - known, f"no module `queries.handing_over` says whom {', '.join(declared - known)} binds"
    assert not known - declared, f"catalog/personal/rules.yml does not declare {', '.join(known - declared)}"
