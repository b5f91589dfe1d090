"""What a register says of an application that an enterprise follows itself: both are shown, neither mends the other."""

from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas import links
from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.atlas.panels.lists.words import label_of
from wutong.portal.atlas.queries.products.applications import Application, application_of
from wutong.portal.filings.models import TrackedFiling


@dataclass(frozen=True, slots=True)
class Registered:
    """An application as the release has it; `differs` names what it says otherwise: "accepted", "decided"."""

    address: str
    product: str
    accepted_on: date | None
    decided_on: date | None
    decision: str
    differs: frozenset[str]


def registered(filing: TrackedFiling) -> Registered | None:
    """What the release says of that acceptance number; None where it says nothing."""
    if filing.kind.asks is None:
        return None
    try:
        found = application_of(current_release(), filing.acceptance_number)
    except NoRelease:
        return None
    return _compared(filing, found.application) if found is not None else None


def _compared(filing: TrackedFiling, said: Application) -> Registered:
    differs = set()
    if said.accepted_on is not None and said.accepted_on != filing.accepted_on:
        differs.add("accepted")
    if said.decided_on is not None and said.decided_on != _decided_on(filing):
        differs.add("decided")
    decision = label_of("decision", said.decision) if said.decision else (said.decision_text or "")
    return Registered(
        address=links.to_application(said.acceptance_number),
        product=said.drug_text or "",
        accepted_on=said.accepted_on,
        decided_on=said.decided_on,
        decision=decision,
        differs=frozenset(differs),
    )


def _decided_on(filing: TrackedFiling) -> date | None:
    """The day on which the authority decided, or silence became consent, as the filing has it."""
    steps = filing.step_rows.filter(act__in=["grant", "refuse", "deem_consented"]).order_by("-number")
    last = steps.first()
    return last.on if last is not None else None
