"""Walks through flows for tests: a case that is acted on, day by day, and drawn walks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from wutong.catalog.catalog import load_catalog
from wutong.catalog.flows import Flow, Limit
from wutong.workflow.moves import Given, Moved, Position, Refusal, begin, fall_due, perform

CATALOG = load_catalog()
CHINA = CATALOG.calendars["china"].working_days()
FLOWS = CATALOG.flows
EVERYBODY = frozenset(f"R{number}" for number in range(1, 19))
EVERYTHING = frozenset({"reason", "papers", "opinion", "decision"})


@dataclass
class Walk:
    """A case on its way through `flow`. Each act must succeed."""

    flow: Flow
    limits: dict[str, Limit] = field(default_factory=dict)
    position: Position = field(init=False)

    def __post_init__(self) -> None:
        self.position = begin(self.flow)

    def act(self, code: str, on: date, ground: str | None = None) -> Position:
        return self._moved(
            perform(
                self.flow, self.position, code,
                roles=EVERYBODY, on=on, limits=self.limits, given=Given(EVERYTHING, ground),
            )
        )  # fmt: skip

    def acts(self, steps: Iterable[tuple[str, date]]) -> Position:
        for code, on in steps:
            self.act(code, on)
        return self.position

    def due(self, clock: str, on: date) -> Position:
        return self._moved(fall_due(self.flow, self.position, clock, on=on, limits=self.limits))

    def _moved(self, answer: Moved | Refusal) -> Position:
        assert isinstance(answer, Moved), answer
        self.position = answer.position
        return self.position
