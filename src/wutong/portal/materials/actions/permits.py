"""Permits: granted in a case, or entered from paper; withdrawn. What is bought under them is counted by entries."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation
from wutong.portal.materials import measuring, refusals
from wutong.portal.materials.models import Permit, Substance
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record, snapshot

_FIELDS = ("service_code", "quantity", "valid_from", "valid_to", "granted_for_case")


@dataclass(frozen=True, slots=True)
class Granted:
    """What a permit says: by which service, for how much of what, between which days (both included).

    `granted_for_case` names the case; empty for a permit granted on paper.
    """

    service_code: str
    category: str
    substance: str
    unit: str
    quantity: Decimal
    number: str
    issuer: str
    valid_from: date
    valid_to: date
    granted_for_case: str = ""


@action
def grant_permit(*, holder: Organisation, granted: Granted, by: Named) -> Permit:
    """Enter a permit of `holder`; raises WrongService, NoQuantity, DatesTurned and NumberTaken."""
    category = measuring.category_of(granted.category)
    if granted.service_code not in category.services:
        title = category.title.text()
        raise refusals.WrongService(service=granted.service_code, category_zh=title.zh, category_en=title.en)
    measuring.check(granted.quantity, granted.unit)
    if granted.valid_to < granted.valid_from:
        raise refusals.DatesTurned(valid_from=granted.valid_from, valid_to=granted.valid_to)
    Organisation.objects.select_for_update().get(pk=holder.pk)  # two permits at once shall not name one substance twice
    substance = _substance(holder, granted)
    if Permit.objects.filter(substance=substance, number=granted.number).exists():
        raise refusals.NumberTaken(number=granted.number)
    permit = Permit.objects.create(
        organisation=holder,
        substance=substance,
        service_code=granted.service_code,
        number=granted.number,
        issuer=granted.issuer,
        quantity=granted.quantity,
        valid_from=granted.valid_from,
        valid_to=granted.valid_to,
        granted_for_case=granted.granted_for_case,
        entered_by=by.audit_label[:120],
        entered_at=clock.now(),
    )
    record("material_permit.granted", about=permit, by=by, organisation=holder, after=snapshot(permit, *_FIELDS))
    return permit


@action
def withdraw_permit(*, permit: Permit, why: str, by: Named) -> None:
    """Nothing more is bought under it from today on; what was bought stays."""
    locked = Permit.objects.select_for_update().select_related("organisation", "substance").get(pk=permit.pk)
    if locked.withdrawn_on is not None:
        return nothing_changed()
    locked.withdrawn_on, locked.withdrawn_why = clock.today(), why
    locked.save(update_fields=["withdrawn_on", "withdrawn_why"])
    after = snapshot(locked, "withdrawn_on", "withdrawn_why")
    record("material_permit.withdrawn", about=locked, by=by, organisation=locked.organisation, after=after)
    return None


def key_of(name: str) -> str:
    """A substance's name without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())[:120]


def _substance(holder: Organisation, granted: Granted) -> Substance:
    found, _ = Substance.objects.get_or_create(
        organisation=holder,
        category=granted.category,
        name_key=key_of(granted.substance),
        unit=granted.unit,
        defaults={"name": granted.substance.strip()},
    )
    return found
