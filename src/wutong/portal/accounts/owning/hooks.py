"""Where apps say how rows of theirs go with their person: files on disk, drafts, what waits for an answer.

Registered in an app's `forgetting` module, found by its name. Only tables declared as `by_app` ask for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.shared.audit.recording import Named

Rows = Callable[[Person], QuerySet[Any]]
Forget = Callable[[Person, Named], int]
Numbers = Callable[[Person], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Goer:
    """`rows` are those of somebody that go; `forget` lets them go, and says how many."""

    rows: Rows
    forget: Forget
    is_last: bool = False


_goers: dict[str, Goer] = {}
_numbers: dict[str, Numbers] = {}


def register(model: str, goer: Goer) -> None:
    """Say how rows of `model` go; an app does so when Django starts."""
    _goers[model] = goer


def register_numbers(model: str, numbers: Numbers) -> None:
    """Say by what else than their number rows of `model` name somebody."""
    _numbers[model] = numbers


def goer_of(model: str) -> Goer | None:
    return _goers.get(model)


def goers() -> list[tuple[str, Goer]]:
    """All of them, those that rest on the others last."""
    return sorted(_goers.items(), key=lambda one: (one[1].is_last, one[0]))


def numbers_of(model: str, person: Person) -> list[str]:
    """What stands for somebody in a field that is no reference."""
    special = _numbers.get(model)
    return list(special(person)) if special else [str(person.pk)]
