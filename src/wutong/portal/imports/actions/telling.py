"""Messages of the imports app, written with the step that they tell of: undone with it, delivered after it, once."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.imports.acts import STATES
from wutong.portal.imports.models import Approval, Opinion, Shipment
from wutong.portal.notices.actions import send
from wutong.portal.shared.audit.recording import Named


def opinion_asked(opinion: Opinion, *, by: Named) -> None:
    """To those who assess risks."""
    subject = Text("新的风险预评估申请：{item}", "A risk opinion is asked for: {item}")
    body = Text(
        "{firm}申请对“{item}”作归类与风险预评估。请先声明有无利益冲突，或请专家评估。",
        "{firm} asks for class and risk of “{item}”. Declare first whether you have a conflict of interest, or ask an "
        "expert.",
    )
    _of_opinion(opinion, _holders(Permission.RISK_ASSESS), "asked", subject, body, by)


def assessor_asked(opinion: Opinion, person: Person, *, by: Named) -> None:
    """To whoever shall give it."""
    subject = Text("请您评估一项进口：{item}", "Please assess an import: {item}")
    body = Text(
        "请您评估{firm}拟进口的“{item}”。请先声明有无利益冲突。",
        "You are asked to assess “{item}”, which {firm} wants to import. Declare first whether you have a conflict of "
        "interest.",
    )
    _of_opinion(opinion, [person], "assessor", subject, body, by)


def opinion_given(opinion: Opinion, *, by: Named) -> None:
    """To whoever asked."""
    subject = Text("预评估意见已出具：{item}", "The opinion on {item} is there")
    body = Text(
        "“{item}”的归类与风险预评估意见已出具，含理由与所需材料。",
        "The opinion on “{item}” has been given, with its reasons and the papers needed.",
    )
    _of_opinion(opinion, [opinion.asked_by], "given", subject, body, by)


def approval_granted(approval: Approval, *, by: Named) -> None:
    """To the holder's people."""
    subject = Text("进口审批 {number} 已登记", "Import approval {number} is entered")
    body = Text(
        "“{item}”的进口审批已登记，有效期至 {end}。可据此申报批次。",
        "The approval for “{item}” is entered and valid to {end}. Shipments can be declared against it.",
    )
    _of_approval(approval, "granted", subject, body, by)


def approval_withdrawn(approval: Approval, *, by: Named) -> None:
    """To the holder's people."""
    subject = Text("进口审批 {number} 已撤回", "Import approval {number} is withdrawn")
    body = Text(
        "“{item}”的进口审批已撤回，不能再据此申报。理由：{why}",
        "The approval for “{item}” is withdrawn; nothing more can be declared against it. Reason: {why}",
    )
    _of_approval(approval, "withdrawn", subject, body, by)


def shipment_declared(shipment: Shipment, *, by: Named) -> None:
    """To those who release goods."""
    subject = Text("新的进口批次：{shipment}", "A shipment is declared: {shipment}")
    body = Text("{firm}申报了{shipment}（{item}，{quantity}）。", "{firm} declared {shipment} ({item}, {quantity}).")
    _of_shipment(shipment, _holders(Permission.GOODS_RELEASE), subject, body, by)


def shipment_decided(shipment: Shipment, *, by: Named) -> None:
    """To whoever declared it."""
    state = STATES[shipment.state]
    subject = Text(f"批次 {{shipment}} {state.zh}", f"Shipment {{shipment}}: {state.en}")
    body = Text(
        "海关已对{shipment}（{item}，{quantity}）作出决定。{why}",
        "Customs has decided on {shipment} ({item}, {quantity}). {why}",
    )
    _of_shipment(shipment, [shipment.declared_by], subject, body, by)


def approval_ends(approval: Approval, *, by: Named) -> int:
    """To the holder's people, once for each end; says how many were told."""
    subject = Text("进口审批 {number} 即将到期", "Import approval {number} ends soon")
    body = Text(
        "“{item}”的进口审批 {end} 到期，之后不能再申报；仍需进口的请提前重新申请。",
        "The approval for “{item}” ends on {end}; nothing can be declared after that. Apply anew in good time.",
    )
    return _of_approval(approval, f"ends:{approval.valid_to}", subject, body, by)


def opinion_due(opinion: Opinion, due: date, *, is_late: bool, by: Named) -> int:
    """To those who were asked and have no conflict, and to those who assess risks; says how many were told."""
    asked = opinion.assessors.exclude(declared="conflict").values("person_id")
    codes = _codes(Permission.RISK_ASSESS)
    held = held_now(Membership.objects.filter(role_code__in=codes)).values("person_id")
    to = Person.objects.filter(Q(pk__in=asked) | Q(pk__in=held), is_active=True).order_by("pk")
    subject = Text("预评估即将超出承诺时限：{item}", "An opinion is due: {item}")
    late = Text("预评估已超出承诺时限：{item}", "An opinion is overdue: {item}")
    body = Text(
        f"{{firm}}申请的“{{item}}”预评估，承诺于 {due} 前出具。",
        f"The opinion on “{{item}}” that {{firm}} asked for is promised by {due}.",
    )
    return _of_opinion(opinion, to, "late" if is_late else "due", late if is_late else subject, body, by)


def _of_opinion(opinion: Opinion, to: Iterable[Person], what: str, subject: Text, body: Text, by: Named) -> int:
    firm = opinion.organisation.name
    told = send(
        to=to,
        key=f"imports:opinion:{opinion.pk}:{what}",
        kind="imports.opinion",
        subject=subject.format(item=opinion.item),
        body=_said(body, firm, item=opinion.item),
        address=reverse("imports:opinion", args=[opinion.pk]),
        title=Text(opinion.item, opinion.item),
        by=by,
    )
    return len(told)


def _of_approval(approval: Approval, what: str, subject: Text, body: Text, by: Named) -> int:
    end = approval.valid_to.isoformat()
    told = send(
        to=_holders(Permission.CASE_APPLY, approval.organisation),
        key=f"imports:approval:{approval.pk}:{what}",
        kind="imports.approval",
        subject=subject.format(number=approval.number),
        body=body.format(item=approval.item, end=end, why=approval.withdrawn_why),
        address=reverse("imports:approval", args=[approval.pk]),
        title=Text(approval.audit_label, approval.audit_label),
        by=by,
    )
    return len(told)


def _of_shipment(shipment: Shipment, to: Iterable[Person], subject: Text, body: Text, by: Named) -> None:
    label = shipment.audit_label
    told = {"shipment": label, "item": shipment.approval.item, "quantity": shipment.quantity_text, "why": shipment.why}
    send(
        to=to,
        key=f"imports:shipment:{shipment.pk}:{shipment.state}",
        kind="imports.shipment",
        subject=subject.format(shipment=label),
        body=_said(body, shipment.approval.organisation.name, **told),
        address=reverse("imports:shipment", args=[shipment.pk]),
        title=Text(label, label),
        by=by,
    )


def _said(body: Text, firm: Text, **told: str) -> Text:
    """Filled in, with the firm's name in each language."""
    return Text(body.zh.format(firm=firm.zh, **told), body.en.format(firm=firm.en, **told))


def _holders(permission: Permission, organisation: Organisation | None = None) -> Iterable[Person]:
    """Those who hold a role that allows it, in one organisation or anywhere."""
    held = held_now(Membership.objects.filter(role_code__in=_codes(permission)))
    if organisation is not None:
        held = held.filter(organisation=organisation)
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("pk")


def _codes(permission: Permission) -> list[str]:
    return [role.code for role in Role if permission in role.permissions]
