"""How the record of acts lets go of somebody's name. Rows stay; the database lets nothing else of them change."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from wutong.portal.shared.audit.acts import Value
from wutong.portal.shared.audit.models import AuditEntry

Theirs = Callable[[str, str], bool]

_PERSON = "person"
_LONGEST = 200
_TELLING = ("name", "username", "email")


def names_of(person_id: str) -> set[str]:
    """What somebody was called when things were done by them or to them."""
    rows = AuditEntry.objects.filter(object_kind=_PERSON, object_id=person_id)
    told = {str(said[key]) for row in rows for said in (row.before, row.after) for key in _TELLING if said.get(key)}
    labels = rows.values_list("object_label", flat=True)
    acting = AuditEntry.objects.filter(actor_id=person_id).values_list("actor_name", flat=True).distinct()
    return told | {*labels, *acting}


def forget(*, person_id: str, names: frozenset[str], pseudonym: str, is_theirs: Theirs) -> int:
    """Let labels and values that name somebody give way; how many rows. Inside an erasure that is running only.

    `is_theirs` says whether an object of a kind and number is one that names them: somebody else may be called alike.
    """
    count = 0
    for row in _rows().filter(object_kind=_PERSON, object_id=person_id):
        said = {"before": _without(row.before, pseudonym), "after": _without(row.after, pseudonym)}
        count += _rows().filter(pk=row.pk).update(object_label=pseudonym, **said)
    named, long = Q(pk=None), [name for name in sorted(names, key=len, reverse=True) if len(name) > 1]
    for name in long:
        named |= Q(object_label__contains=name)
    for row in _rows().filter(named).exclude(object_kind=_PERSON):
        if row.object_id == person_id or is_theirs(row.object_kind, row.object_id):
            label = row.object_label
            for name in long:
                label = label.replace(name, pseudonym)
            count += _rows().filter(pk=row.pk).update(object_label=label[:_LONGEST])
    return count


def _without(said: dict[str, Value], pseudonym: str) -> dict[str, Value]:
    return said | {key: pseudonym for key in _TELLING if said.get(key)}


def _rows() -> QuerySet[Any]:
    """Rows without the manager that refuses every change: here the database says which may be made."""
    return QuerySet(AuditEntry)
