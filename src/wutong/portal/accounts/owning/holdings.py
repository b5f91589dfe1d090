"""The rows that tell of somebody, as catalog/personal/ declares them. Read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from wutong.catalog.personal import Fate, Kept, Part
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning import hooks
from wutong.portal.shared.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Held:
    """One part of what is kept about somebody, and its rows."""

    table: Kept
    part: Part
    rows: QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Line:
    """How many rows of one table go, or stay; `ground` is the code of why, empty where they go."""

    label: Text
    count: int
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays on one ground."""

    title: Text
    basis: Text
    lines: tuple[Line, ...]


def model_of(table: Kept) -> type[Model]:
    """The model that a declaration is about."""
    return apps.get_model(table.model)


def held_by(person: Person) -> Iterator[Held]:
    """Every part, also where it has no rows."""
    for table in catalogue().personal.tables.values():
        for part in table.parts:
            yield Held(table, part, rows_of(table, part, person))


def rows_of(table: Kept, part: Part, person: Person) -> QuerySet[Any]:
    """The rows of `table` that name `person` in that field."""
    model = model_of(table)
    rows = model._default_manager.all()
    if model._meta.get_field(part.field).is_relation:
        return rows.filter(**{part.field: person.pk})
    return rows.filter(**{f"{part.field}__in": hooks.numbers_of(table.model, person)})


def outlook(person: Person) -> tuple[list[Line], list[Staying]]:
    """What goes and what stays, table by table, and on which ground; what there is nothing of is left out."""
    lines = [one for one in _lines(person) if one.count]
    staying = [
        Staying(ground.title.text(), ground.basis.text.text(), kept)
        for ground in catalogue().personal.grounds.values()
        if (kept := tuple(one for one in lines if one.ground == ground.code))
    ]
    return [one for one in lines if not one.ground], staying


def _lines(person: Person) -> Iterator[Line]:
    for held in held_by(person):
        label, goer = held.table.label.text(), hooks.goer_of(held.table.model)
        count = held.rows.count()
        gone = goer.rows(person).count() if goer and (held.part.going or held.part.fate is Fate.BY_APP) else 0
        yield Line(held.part.going.text() if held.part.going else label, gone)
        if held.part.fate in {Fate.DELETED, Fate.EMPTIED}:
            yield Line(label, count - gone)
            continue
        yield Line(label, count - gone, held.part.ground)
