"""Approvals: granted, entered with their quantity, and withdrawn on breach."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation
from wutong.portal.imports import refusals
from wutong.portal.imports.actions import telling
from wutong.portal.imports.models import Approval, Opinion
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import written


@dataclass(frozen=True, slots=True)
class Terms:
    """What is granted: kind of approval, number, item, thousandths of a unit (None: no quantity), from when to when.

    `port` is where its goods arrive, and `arrives_by` the last day on which they may, where these are known.
    """

    kind: str
    number: str
    item: str
    granted: int | None
    unit: str
    valid_from: date
    valid_to: date
    may_split: bool = True
    item_class: str = ""
    grade: str = ""
    note: str = ""
    port: str = ""
    arrives_by: date | None = None


@action
def grant_approval(
    *, organisation: Organisation, terms: Terms, by: Named, case_number: str = "", opinion: Opinion | None = None
) -> Approval:
    """Enter what was granted, by a case or on paper. Raises NumberTaken, QuantityMissing and OddValidity."""
    kind = catalogue().imports.approvals.kind(terms.kind)
    if kind.needs_quantity and not terms.granted:
        raise refusals.QuantityMissing(kind_zh=kind.title.zh, kind_en=kind.title.en)
    if terms.valid_to < terms.valid_from:
        raise refusals.OddValidity(begin=terms.valid_from, end=terms.valid_to)
    made = _kept(organisation, terms, case_number, opinion)
    after = {
        "quantity": _quantity(made),
        "valid_to": made.valid_to.isoformat(),
        "case": made.case_number or None,
    }
    record("imports.approval_granted", about=made, by=by, organisation=organisation, after=after)
    telling.approval_granted(made, by=by)
    return made


@action
def withdraw_approval(*, approval: Approval, why: str, by: Named) -> None:
    """End an approval before its time; what was declared stays as it is. One that is withdrawn stays withdrawn."""
    assert why.strip(), "a withdrawal says why"
    held = Approval.objects.select_for_update().select_related("organisation").get(pk=approval.pk)
    if held.withdrawn_on is not None:
        return nothing_changed()
    held.withdrawn_on, held.withdrawn_why = clock.today(), why.strip()
    held.save(update_fields=["withdrawn_on", "withdrawn_why"])
    record("imports.approval_withdrawn", about=held, by=by, organisation=held.organisation, after={"why": why.strip()})
    telling.approval_withdrawn(held, by=by)
    return None


def _kept(organisation: Organisation, terms: Terms, case_number: str, opinion: Opinion | None) -> Approval:
    try:
        with transaction.atomic():
            return Approval.objects.create(
                organisation=organisation,
                kind=terms.kind,
                number=terms.number,
                item=terms.item,
                item_class=terms.item_class,
                grade=terms.grade,
                granted=terms.granted,
                unit=terms.unit,
                valid_from=terms.valid_from,
                valid_to=terms.valid_to,
                may_split=terms.may_split,
                case_number=case_number,
                opinion=opinion,
                note=terms.note,
                port=terms.port,
                arrives_by=terms.arrives_by,
            )
    except IntegrityError as error:
        raise refusals.NumberTaken(number=terms.number) from error


def _quantity(approval: Approval) -> str | None:
    return None if approval.granted is None else f"{written(approval.granted)} {approval.unit}"
