"""What keepers are told: that something waits for them, and what became of what they asked for."""

from collections.abc import Iterable

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.materials.kinds import KINDS
from wutong.portal.materials.measuring import with_unit
from wutong.portal.materials.models import Proposal
from wutong.portal.notices.actions import send

_OUTCOMES = {
    Proposal.State.CONFIRMED: Text(zh="已复核入账", en="has been confirmed and entered"),
    Proposal.State.REFUSED: Text(zh="未通过复核", en="has been refused"),
}


def waits(proposal: Proposal, *, to: Iterable[Person], by: Person) -> None:
    """Tell the other keepers of the place that something waits for one of them."""
    what = _said(proposal)
    send(
        to=to,
        key=f"material_proposal:{proposal.pk}:waits",
        kind="material.waits",
        subject=Text(zh="管控物料登记待复核", en="An entry waits for your confirmation"),
        body=Text(
            zh=f"{by.audit_label}提出{what.zh}，须由另一名保管人复核后入账。",
            en=f"{by.audit_label} asks for {what.en} to be confirmed. Until then nothing is entered.",
        ),
        address=reverse("materials:waiting"),
        by=by,
    )


def settled(proposal: Proposal, *, by: Person) -> None:
    """Tell whoever asked what became of it."""
    what, outcome = _said(proposal), _OUTCOMES[Proposal.State(proposal.state)]
    why = f" {proposal.answer}" if proposal.answer else ""
    send(
        to=[proposal.asked_by],
        key=f"material_proposal:{proposal.pk}:settled",
        kind="material.settled",
        subject=Text(zh="管控物料登记的复核结果", en="Your entry of a controlled material"),
        body=Text(
            zh=f"{what.zh}{outcome.zh}（{by.audit_label}）。{why}",
            en=f"{what.en} {outcome.en} by {by.audit_label}.{why}",
        ),
        address=reverse("materials:stock", args=[proposal.stock_id]),
        by=by,
    )


def _said(proposal: Proposal) -> Text:
    kind, stock = KINDS[proposal.kind].name, proposal.stock
    much, where = with_unit(proposal.quantity, stock.substance.unit), f"{stock.substance.name} · {stock.place.name}"
    return Text(zh=f"{kind.zh} {much.zh}（{where}）", en=f"{kind.en}, {much.en} ({where}),")
