"""How a write is made: `@action` opens the transaction, `record` adds the audit row inside it, `after_commit` tells.

Every function that writes to the portal's database is an action; `docs/howto/write-an-action.md` shows one.
"""

import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from django.db import models, transaction

from wutong.kernel import clock
from wutong.portal.shared.audit.acts import Value, act_of, kind_of
from wutong.portal.shared.audit.circumstances import present
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.writing.gathering import all_or_none, later

P = ParamSpec("P")
R = TypeVar("R")


class Named(Protocol):
    """Whoever acts, or whatever is acted upon."""

    @property
    def audit_id(self) -> str: ...

    @property
    def audit_label(self) -> str: ...


class Recorded(Named, Protocol):
    """An object of a declared kind."""

    @property
    def audit_kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Program:
    """An actor that is no person: a command, a timer."""

    audit_id: str
    audit_label: str


@dataclass
class _Written:
    rows: int = 0
    is_unchanged: bool = False


_written: ContextVar[_Written | None] = ContextVar("written", default=None)


def action(write: Callable[P, R]) -> Callable[P, R]:
    """`write` in one transaction that holds its audit row.

    Refuses, when the module is read, a function that takes anything but keywords or lacks `by`; and, when called, one
    that ends without having recorded anything and without having said `nothing_changed()`: all it did is undone.
    """
    parameters = inspect.signature(write).parameters
    if "by" not in parameters or any(one.kind is not one.KEYWORD_ONLY for one in parameters.values()):
        raise TypeError(f"{write.__qualname__} must take keywords only, and who acts as `by`")

    @wraps(write)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _written.get()
        mine = _Written()
        token = _written.set(mine)
        try:
            with transaction.atomic(), all_or_none():
                answer = write(*args, **kwargs)
                if not (mine.rows or mine.is_unchanged):
                    raise AssertionError(f"{write.__qualname__} recorded nothing")
        finally:
            _written.reset(token)
        if outer is not None:
            outer.rows += mine.rows
        return answer

    return whole


def nothing_changed() -> None:
    """Say that this action found everything as it was asked to make it."""
    written = _written.get()
    assert written is not None, "only an action may say so"
    written.is_unchanged = True


def record(
    act: str,
    *,
    about: Recorded,
    by: Named,
    organisation: Named | None = None,
    before: Mapping[str, Value] | None = None,
    after: Mapping[str, Value] | None = None,
) -> AuditEntry:
    """Add a row to the record. Of `before` and `after`, only fields that differ are kept."""
    written = _written.get()
    assert written is not None, "acts are recorded inside an action"
    assert act_of(act) is not None, f"{act} is not declared"
    assert kind_of(about.audit_kind) is not None, f"{about.audit_kind} is not declared"
    old, new = changed(before or {}, after or {})
    here = present()
    entry = AuditEntry(
        at=clock.now(),
        act=act,
        actor_id=by.audit_id,
        actor_name=by.audit_label[:120],
        organisation_id=organisation.audit_id if organisation else "",
        organisation_name=organisation.audit_label[:160] if organisation else "",
        object_kind=about.audit_kind,
        object_id=about.audit_id,
        object_label=about.audit_label[:200],
        before=old,
        after=new,
        request_id=here.request_id,
        address=here.address,
    )
    later(_add, [entry])
    written.rows += 1
    return entry


def _add(entries: list[AuditEntry]) -> None:
    AuditEntry.objects.bulk_create(entries)


def changed(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """The fields that differ, as they were and as they are."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def snapshot(row: models.Model, *fields: str) -> dict[str, Value]:
    """Some fields of a row as the record keeps them."""
    return {name: _plain(getattr(row, name)) for name in fields}


def _plain(value: object) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def after_commit(tell: Callable[[], object]) -> None:
    """Send a notice once the write is safe; a notice that fails is logged and undoes nothing."""

    def notice() -> None:
        tell()  # Django names what failed, and a partial has no name

    transaction.on_commit(notice, robust=True)
