"""Where apps say how rows of theirs go with their person (files on disk, drafts, what waits for an answer), and which
bind somebody, who hands them over first. Registered in an app's `forgetting` and `queries.handing_over`, found by name.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.shared.audit.recording import Named

Rows = Callable[[Person], QuerySet[Any]]
Forget = Callable[[Person, Named], int]
Numbers = Callable[[Person], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Bond:
    """One thing that somebody has to hand over: what it is called, and the address of the page on which they do."""

    name: Text
    address: str


Bonds = Callable[[Person], Iterable[Bond]]


@dataclass(frozen=True, slots=True)
class Goer:
    """`rows` are those of somebody that go; `forget` lets them go, and says how many.

    It runs before their name gives way, also where the declaration has their rows emptied.
    """

    rows: Rows
    forget: Forget
    is_last: bool = False


_goers: dict[str, Goer] = {}
_numbers: dict[str, Numbers] = {}
_bonds: dict[str, list[Bonds]] = {}


def register(model: str, goer: Goer) -> None:
    """Say how rows of `model` go; an app does so when Django starts."""
    _goers[model] = goer


def register_numbers(model: str, numbers: Numbers) -> None:
    """Say by what else than their number rows of `model` name somebody."""
    _numbers[model] = numbers


def register_duty(duty: str, bonds: Bonds) -> None:
    """Say what of a duty of catalog/personal/rules.yml binds somebody; several apps may add to one."""
    _bonds.setdefault(duty, []).append(bonds)


def known_duties() -> frozenset[str]:
    """The duties of which some app says whom they bind."""
    return frozenset(_bonds)


def bonds_of(duty: str, person: Person) -> list[Bond]:
    """What of that duty binds somebody now."""
    return [one for bonds in _bonds.get(duty, []) for one in bonds(person)]


def goer_of(model: str) -> Goer | None:
    return _goers.get(model)


def goers() -> list[tuple[str, Goer]]:
    """All of them, those that rest on the others last."""
    return sorted(_goers.items(), key=lambda one: (one[1].is_last, one[0]))


def numbers_of(model: str, person: Person) -> list[str]:
    """What stands for somebody in a field that is no reference."""
    special = _numbers.get(model)
    return list(special(person)) if special else [str(person.pk)]
