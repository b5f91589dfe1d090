"""Put together what several rows say of one trial, and keep what each said. The latest word wins, field by field."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from wutong.warehouse.records.trials import TrialSaid

_FIRST = date(1, 1, 1)  # what tells no date is older than all that does
# What is told of a trial over time; the rest of it hardly changes.
HISTORIC = ("status", "phase", "title_zh", "title_en", "indication", "planned_size", "started_on", "completed_on")


def in_order(said: Iterable[TrialSaid]) -> list[TrialSaid]:
    """By trial, then by the day as of which it is said, then by origin: the same whatever order files came in."""
    return sorted(said, key=lambda one: (one.trial_id, one.said_on or _FIRST, one.row.file_id, one.row.row_number))


def by_trial(said: Iterable[TrialSaid]) -> Iterator[tuple[str, Sequence[TrialSaid]]]:
    """Each trial with all that is said of it, the oldest first."""
    for trial_id, group in groupby(in_order(said), key=lambda one: one.trial_id):
        yield trial_id, list(group)


def merged(trial_id: str, said: Sequence[TrialSaid]) -> dict[str, Any]:
    """The row of the table trials: the latest known value of each field; its origin is the latest row."""
    latest = said[-1]
    facts: dict[str, Any] = {}
    for one in said:
        facts |= {name: value for name, value in one.facts.items() if value is not None}
    return {"trial_id": trial_id, **facts, **latest.row.origin, "record_count": len(said)}


def history(trial_id: str, said: Sequence[TrialSaid]) -> Iterator[dict[str, Any]]:
    """Rows of trial_history: each value of a field when it was first said, and again after it had changed."""
    for field in HISTORIC:
        before: Any = None
        for one in said:
            value = one.facts[field]
            if value is None or value == before:
                continue
            yield {
                "trial_id": trial_id,
                "field": field,
                "value": str(value),
                "said_on": one.said_on,
                **one.row.origin,
            }
            before = value


def latest_with(said: Sequence[TrialSaid], name: str) -> TrialSaid | None:
    """The latest row that says anything of `name` (sponsors, sites)."""
    return next((one for one in reversed(said) if getattr(one, name)), None)
