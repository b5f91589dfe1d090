"""What keepers are told: what waits for them, what became of what they asked for, and what falls due."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.flowing.ticking import TICK, register_daily
from wutong.portal.materials.actions.places import KEEPING
from wutong.portal.materials.due import KINDS as DUE_KINDS
from wutong.portal.materials.due import events
from wutong.portal.materials.kinds import KINDS
from wutong.portal.materials.measuring import with_unit
from wutong.portal.materials.models import Proposal
from wutong.portal.notices.actions import send
from wutong.portal.notices.kinds import declare_kind

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


def tell_due(today: date) -> int:
    """Tell each holder's people what has fallen due by `today`, once; returns how many messages were written now."""
    written = 0
    for event in events(today):
        held = held_now(Membership.objects.filter(organisation=event.organisation_id, role_code__in=KEEPING))
        people = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
        written += len(
            send(
                to=people,
                key=event.key,
                kind=event.kind,
                subject=DUE_KINDS[event.kind],
                body=event.text,
                address=event.address,
                by=TICK.who,
            )
        )
    return written


def _said(proposal: Proposal) -> Text:
    kind, stock = KINDS[proposal.kind].name, proposal.stock
    much, where = with_unit(proposal.quantity, stock.substance.unit), f"{stock.substance.name} · {stock.place.name}"
    return Text(zh=f"{kind.zh} {much.zh}（{where}）", en=f"{kind.en}, {much.en} ({where}),")


for _code, _name in DUE_KINDS.items():
    declare_kind(_code, _name)
register_daily("materials", tell_due)
