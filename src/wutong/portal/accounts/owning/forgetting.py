"""How somebody is let go of in every table: by catalog/personal/, and by nothing else. Called inside one transaction,
while their erasure is running; otherwise the database refuses what touches rows that are never changed.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from wutong.catalog.personal import Fate, Kept, Part
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.holdings import held_by, model_of, rows_of
from wutong.portal.shared.audit import forgetting as audit
from wutong.portal.shared.catalogue import catalogue


def forget(person: Person, pseudonym: str) -> dict[str, int]:
    """Let `person` go; how many rows were touched, by table. What apps see to themselves is done before."""
    names, known = catalogue().personal, names_of(person)
    sure = known - _borne_by_others(known, person)
    touched: dict[str, int] = {}
    for table in names.tables.values():
        count = sum(_part(table, part, person, pseudonym) for part in table.parts)
        count += sum(_matched(table, field, sure, pseudonym) for field in table.matched)
        count += sum(_inside(table, field, keys, sure, pseudonym) for field, keys in table.inside.items())
        if count:
            touched[table.model] = count
    entries = audit.forget(person_id=person.audit_id, names=known, pseudonym=pseudonym, is_theirs=_Theirs(person))
    touched["audit.AuditEntry"] = touched.get("audit.AuditEntry", 0) + entries
    return touched


class _Theirs:
    """Whether an object, as the record of acts names it, is a row that names somebody."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._known: dict[str, set[str]] = {}

    def __call__(self, kind: str, object_id: str) -> bool:
        if kind not in self._known:
            self._known[kind] = {
                row.audit_id
                for held in held_by(self._person)
                if getattr(held.rows.model, "audit_kind", None) == kind
                for row in held.rows
            }
        return object_id in self._known[kind]


def names_of(person: Person) -> frozenset[str]:
    """What they are and were called here: names, username, address."""
    now = {person.name, person.username, person.email}
    return frozenset((now | audit.names_of(person.audit_id)) - {""})


def _borne_by_others(names: Iterable[str], person: Person) -> set[str]:
    """Names that somebody else bears too: where no number says whose it is, such a name cannot be taken for theirs."""
    others = Person.objects.exclude(pk=person.pk).filter(Q(name__in=names) | Q(username__in=names))
    return {one for pair in others.values_list("name", "username") for one in pair}


def _part(table: Kept, part: Part, person: Person, pseudonym: str) -> int:
    rows = _plain(model_of(table)).filter(pk__in=rows_of(table, part, person).values("pk"))
    if part.fate is Fate.DELETED:
        return _delete(rows)
    if part.fate is Fate.EMPTIED:
        return rows.update(**{part.field: None})
    changes = dict.fromkeys(part.written, pseudonym) | dict.fromkeys(part.cleared, "")
    return rows.update(**changes) if changes else 0


def _delete(rows: QuerySet[Any]) -> int:
    """The rows, after what hangs on them."""
    keys, model = list(rows.values_list("pk", flat=True)), rows.model
    for relation in model._meta.related_objects:
        _plain(relation.related_model).filter(**{f"{relation.field.name}__in": keys}).delete()
    return rows.delete()[1].get(model._meta.label, 0)


def _matched(table: Kept, field: str, names: Iterable[str], pseudonym: str) -> int:
    return _plain(model_of(table)).filter(**{f"{field}__in": list(names)}).update(**{field: pseudonym})


def _inside(table: Kept, field: str, keys: Iterable[str], names: frozenset[str], pseudonym: str) -> int:
    """Rows whose JSON names them under one of `keys`."""
    asked = Q()
    for key in keys:
        for name in names:
            asked |= Q(**{f"{field}__{key}": name})
    if not asked:
        return 0
    rows = list(_plain(model_of(table)).filter(asked))
    for row in rows:
        said = dict(getattr(row, field))
        said |= {key: pseudonym for key in keys if said.get(key) in names}
        _plain(type(row)).filter(pk=row.pk).update(**{field: said})
    return len(rows)


def _plain(model: type[Model]) -> QuerySet[Any]:
    """Rows without the manager that refuses every change: here it is the database that says which may be made."""
    return QuerySet(model)
