"""What differs between two states of one thing. Pure: knows no database, no release and no words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wutong.portal.following.models import State
from wutong.portal.following.states.reading import Value, unpacked

# Fields of a state whose change is told elsewhere, or says nothing by itself.
_SILENT = frozenset({"rows", "denominator", "numerator", "is_withheld"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. Of a list, what was `added` and `removed`; of anything else, what it was and is."""

    field: str
    before: Value = None
    after: Value = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one release to a later one; `is_gone` and `is_new` where one of them does not hold it."""

    before: State
    after: State
    differences: tuple[Difference, ...]
    entered: tuple[str, ...] | None = None
    left: tuple[str, ...] | None = None

    @property
    def is_gone(self) -> bool:
        return bool(self.before.values) and not self.after.values

    @property
    def is_new(self) -> bool:
        return bool(self.after.values) and not self.before.values


def steps(states: Sequence[State]) -> tuple[Step, ...]:
    """Every step at which something changed, the newest first; `states` in the order of their releases."""
    found = (_step(before, after) for before, after in pairwise(states) if before.digest != after.digest)
    return tuple(reversed(tuple(found)))


def _step(before: State, after: State) -> Step:
    old, new = unpacked(before.members), unpacked(after.members)
    is_told = old is not None and new is not None
    return Step(
        before=before,
        after=after,
        differences=differences(before.values, after.values) if before.values and after.values else (),
        entered=tuple(sorted((new or frozenset()) - (old or frozenset()))) if is_told else None,
        left=tuple(sorted((old or frozenset()) - (new or frozenset()))) if is_told else None,
    )


def differences(old: Mapping[str, Value], new: Mapping[str, Value]) -> tuple[Difference, ...]:
    """Fields that both states know and that differ: one that an older release could not tell is no change."""
    return tuple(
        _difference(name, old[name], new[name])
        for name in new
        if name in old and name not in _SILENT and old[name] != new[name]
    )


def _difference(name: str, before: Value, after: Value) -> Difference:
    if isinstance(before, list) and isinstance(after, list):
        added = tuple(one for one in after if one not in set(before))
        removed = tuple(one for one in before if one not in set(after))
        return Difference(name, added=added, removed=removed)
    return Difference(name, before, after)
