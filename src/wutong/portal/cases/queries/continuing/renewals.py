"""Certificates and their renewal: whether one holds, when it is renewed, and what a renewal is filled in with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from wutong.catalog.services import Service
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.cases.queries import prefill
from wutong.portal.shared.catalogue import catalogue
from wutong.workflow.upgrading import carried, changes_between

_FRESHER = frozenset({"portrait", "organisation"})  # what these tell is newer than what an old case says


class Holding(StrEnum):
    """Whether a certificate holds: yet to begin, now, beyond its end while its renewal is decided, renewed, or over."""

    COMING = "coming"
    VALID = "valid"
    KEPT = "kept"
    RENEWED = "renewed"
    ENDED = "ended"


class Window(StrEnum):
    """When it is renewed: not yet, now, no more, never (a new application is made), or it has been."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"
    NONE = "none"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a certificate stands on a day. `pending` is the renewal that has been begun and has not ended."""

    certificate: Certificate
    service: Service
    holding: Holding
    window: Window
    opens_on: date
    closes_on: date | None
    pending: Case | None


def renewal_of(certificate: Certificate, today: date) -> Renewal:
    """How one certificate stands; one query."""
    pending = Case.objects.filter(renews=certificate).exclude(phase="ended").first()
    return standing(certificate, pending, today)


def standing(certificate: Certificate, pending: Case | None, today: date) -> Renewal:
    """How a certificate stands, with the renewal that is known to be pending."""
    declared = certificate.case.service.certificate
    code = (declared.renewed_through if declared else None) or certificate.case.service_code
    return Renewal(
        certificate=certificate,
        service=latest(code, today),
        holding=_holding(certificate, pending, today),
        window=_window(certificate, today),
        opens_on=certificate.renewal_opens_on or certificate.valid_from,
        closes_on=certificate.renewal_closes_on or certificate.valid_to,
        pending=pending,
    )


def to_renew(access: Access, today: date) -> list[Renewal]:
    """The certificates of somebody's organisations that can be renewed now and are not, what closes first first."""
    own = access.organisations(Permission.CASE_APPLY)
    rows = Certificate.objects.filter(case__organisation__in=own, renewed_by__isnull=True, valid_to__gte=today)
    rows = rows.exclude(renewal_opens_on=None, renewal_closes_on=None).exclude(pk__in=_begun())
    found = [standing(one, None, today) for one in rows.select_related("case__organisation").order_by("valid_to")]
    return [one for one in found if one.window is Window.OPEN]


def reminded(today: date, last: date) -> Iterable[Certificate]:
    """Certificates that are to be renewed, or end, by `last`, and whose renewal has not been sent."""
    rows = Certificate.objects.filter(valid_to__gte=today, renewed_by__isnull=True)
    sent = Case.objects.filter(renews__isnull=False, submitted_on__isnull=False).exclude(phase="ended")
    rows = rows.exclude(pk__in=sent.values("renews")).select_related("case__organisation", "case__opened_by")
    return list(rows.filter(valid_to__lte=last) | rows.filter(renewal_closes_on__range=(today, last)))


def latest(code: str, today: date) -> Service:
    """The version of a service in effect, or the last there is."""
    versions = catalogue().services[code]
    return next((one for one in reversed(versions) if one.in_force(today)), versions[-1])


def known(renewal: Renewal, person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers and their origins for a renewal: what the old case said, or the portrait and the organisation say now."""
    old, service = renewal.certificate.case, renewal.service
    number = {"from": "case", "number": old.number}
    before = {code: value for code, value in _carried(old, service).items() if code in service.fields}
    fresh, whence = prefill.known(service, old.organisation, person)
    newer = {code: value for code, value in fresh.items() if whence[code]["from"] in _FRESHER or code not in before}
    answers = {**before, **newer}
    return answers, {code: whence[code] if code in newer else number for code in answers}


def _carried(old: Case, service: Service) -> Mapping[str, Any]:
    if old.service_code != service.code or old.service_version == service.version:
        return dict(old.answers)
    declared, code = catalogue(), service.code
    versions, steps = declared.services[code], declared.upgrades[code]
    try:
        changes = changes_between(versions, steps, declared.flows, old.service_version, service.version)
    except WutongError:  # cases stay with their version: what is called the same is taken over
        return dict(old.answers)
    return carried(changes, old.answers)


def _holding(certificate: Certificate, pending: Case | None, today: date) -> Holding:
    if today < certificate.valid_from:
        return Holding.COMING
    if certificate.valid_to is None or today <= certificate.valid_to:
        return Holding.VALID
    if certificate.renewed_by_id is not None:
        return Holding.RENEWED
    return Holding.KEPT if pending is not None and _keeps(pending, certificate.valid_to) else Holding.ENDED


def _keeps(pending: Case, end: date) -> bool:
    """Whether a renewal keeps the old one: sent in time, and by a flow in which silence until the end is a grant."""
    clock = next((one for one in pending.flow.clocks if one.code == "validity"), None)
    is_in_time = pending.submitted_on is not None and pending.submitted_on <= end
    return clock is not None and is_in_time and pending.phase in {"running", "paused"} and pending.state != "objected"


def _window(certificate: Certificate, today: date) -> Window:
    if certificate.renewed_by_id is not None:
        return Window.DONE
    opens, closes = certificate.renewal_opens_on, certificate.renewal_closes_on
    if opens is None and closes is None:
        return Window.NONE
    if opens is not None and today < opens:
        return Window.EARLY
    end = closes or certificate.valid_to
    return Window.LATE if end is not None and today > end else Window.OPEN


def _begun() -> QuerySet[Case, int | None]:
    return Case.objects.filter(renews__isnull=False).exclude(phase="ended").values_list("renews", flat=True)
