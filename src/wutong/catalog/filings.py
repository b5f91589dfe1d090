"""Kinds of filings that an enterprise makes with authorities elsewhere, as declared in catalog/filings/.

What catalog/drugs says of an application (days, law, what silence means) is referred to by `asks`, not repeated.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import model_validator

from wutong.catalog.drugs import Asked, Drugs
from wutong.catalog.flows import Basis, Code, Confidence, Flow, Limit, Unit
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration

REVIEW, ANSWERING, LANE = "review", "answering", "lane"


class Timed(Declaration):
    """A limit, and what it rests on."""

    limit: Limit
    basis: Basis


class FilingKind(Declaration):
    """One kind of filing. `asks` is the code of what a drug application asks for; `review` may then be absent.

    `conditions` say what must be so for a filing to be of this kind. A flow with a clock `lane` promises an answer
    sooner than the law does.
    """

    code: Code
    order: int
    title: Label
    authority: Label
    flow: Code
    asks: Code | None = None
    conditions: Label | None = None
    review: Timed | None = None
    answering: Timed
    example: str = ""
    source: Label
    confidence: Confidence
    effective_from: date
    effective_to: date | None = None

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.asks is None and self.review is None:
            raise ValueError("the limit of review is given here, or by what an application `asks` for")
        return self

    def timed(self) -> dict[str, Timed]:
        """Limits of the kind's own with their bases, by clock; complete once it is read by `load_filings`."""
        return {ANSWERING: self.answering, **({REVIEW: self.review} if self.review else {})}

    def holds_on(self, day: date) -> bool:
        """Whether the law that it rests on was in force on that day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def load_filings(folder: Path, drugs: Drugs, flows: Mapping[str, Flow]) -> dict[str, FilingKind]:
    """Every kind by its code, in order; raises DeclarationRefused where flow or catalog/drugs contradicts one."""
    found = [_whole(path, drugs, flows) for path in sorted(folder.glob("*.yml"))]
    return {one.code: one for one in sorted(found, key=lambda one: one.order)}


def _whole(path: Path, drugs: Drugs, flows: Mapping[str, Flow]) -> FilingKind:
    """A kind with the limit of review that catalog/drugs declares, where it does not give its own."""
    kind = read_declaration(path, FilingKind)
    flow = flows.get(kind.flow)
    if flow is None or {REVIEW, ANSWERING} - {one.code for one in flow.clocks}:
        raise DeclarationRefused(file=path, place="flow", problem=f"no flow {kind.flow} with review and answering")
    if kind.asks is None:
        return kind
    asked = next((one for one in drugs.acceptance.asks if one.code == kind.asks), None)
    if asked is None or asked.clock is None:
        raise DeclarationRefused(file=path, place="asks", problem=f"catalog/drugs sets no clock for {kind.asks}")
    if asked.clock.is_consent_implied != (flow.clock(REVIEW).on_due is not None):
        raise DeclarationRefused(file=path, place="flow", problem="flow and catalog/drugs differ on what silence means")
    return kind if kind.review else kind.model_copy(update={"review": _of_the_law(asked)})


def _of_the_law(asked: Asked) -> Timed:
    assert asked.clock is not None
    limit = Limit(unit=Unit.WORKING_DAY, amount=asked.clock.days)
    return Timed(limit=limit, basis=Basis(text=asked.clock.law, confidence="sourced"))
