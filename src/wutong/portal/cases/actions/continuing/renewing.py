"""A certificate is renewed by a new case, begun and sent in the time for it; the new one follows the old one."""

from datetime import date, timedelta

from django.db.models import Q

from wutong.catalog.services import Certificate as Declared
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions.opening import open_case
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.cases.queries.continuing.renewals import Renewal, Window, known, renewal_of
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record

GRANTING = ("grant", "deem_renewed")


class NotYetRenewed(WutongError):
    code = "renewal.early"
    sentence = Text(
        zh="{number} 自 {opens} 起可以申请延续，现在还不能申请。",
        en="{number} can be renewed from {opens}; it is too early now.",
    )


class TooLateToRenew(WutongError):
    code = "renewal.late"
    sentence = Text(
        zh="{number} 的延续申请已于 {closes} 截止，不再受理延续。需要继续使用的，请重新申请。",
        en="The time for renewing {number} ended on {closes}. Where it is still needed, make a new application.",
    )


class NeverRenewed(WutongError):
    code = "renewal.none"
    sentence = Text(
        zh="{number} 没有延续程序。需要继续使用的，请重新申请。",
        en="{number} is not renewed. Where it is still needed, make a new application.",
    )


class RenewedAlready(WutongError):
    code = "renewal.done"
    sentence = Text(zh="{number} 已延续，由新证照接续。", en="{number} has been renewed; a new certificate follows it.")


@action
def renew(*, certificate: Certificate, by: Person, window: Organisation | None = None, visitor: str = "") -> Case:
    """The draft that renews a certificate, filled in from the old case; one that has been begun is gone on with.

    Raises NotYetRenewed, TooLateToRenew, NeverRenewed, RenewedAlready or NotInForce.
    """
    held = (
        Certificate.objects.select_for_update(of=("self",)).select_related("case__organisation").get(pk=certificate.pk)
    )
    renewal = renewal_of(held, clock.today())
    if renewal.pending is not None:
        nothing_changed()
        return renewal.pending
    if (refusal := why_not(renewal)) is not None:
        raise refusal
    answers, origins = known(renewal, by)
    return open_case(
        service=renewal.service,
        organisation=held.case.organisation,
        answers=answers,
        origins=origins,
        by=by,
        window=window,
        visitor=visitor,
        renews=held,
    )


def why_not(renewal: Renewal) -> WutongError | None:
    """Why a certificate cannot be renewed now; None where it can."""
    number = renewal.certificate.number
    match renewal.window:
        case Window.EARLY:
            return NotYetRenewed(number=number, opens=renewal.opens_on)
        case Window.LATE:
            return TooLateToRenew(number=number, closes=renewal.closes_on)
        case Window.NONE:
            return NeverRenewed(number=number)
        case Window.DONE:
            return RenewedAlready(number=number)
    return None


def check_in_time(case: Case, act: str) -> None:
    """Refuse to send a renewal too late, or to complete it after the old certificate has ended.

    Raises what `renew` raises.
    """
    old = case.renews
    if old is None:
        return
    today = clock.today()
    if act == "submit" and (refusal := why_not(renewal_of(old, today))) is not None:
        raise refusal
    if act == "supply" and old.valid_to is not None and today > old.valid_to:
        raise TooLateToRenew(number=old.number, closes=old.valid_to)


def begins_on(case: Case, declared: Declared, on: date) -> date:
    """The day from which a certificate delivered `on` holds: after the old one, or from its own grant."""
    old = case.renews
    if old is None:
        return on
    granted = case.step_rows.filter(Q(act__in=GRANTING) & ~Q(kind="note")).order_by("-number").first()
    day = granted.on if granted is not None else on
    if declared.renewed_from == "grant" or old.valid_to is None:
        return day
    # Decided in time, or taken as granted by law, there is no gap; a refusal that was set aside later leaves one.
    is_in_time = granted is None or granted.act == "deem_renewed" or day <= old.valid_to
    return old.valid_to + timedelta(days=1) if is_in_time else day


def replace(old: Certificate, new: Certificate, by: Named) -> None:
    """Write down that `new` renews `old`; reminders of the old one stop."""
    old.renewed_by = new
    old.save(update_fields=["renewed_by"])
    record(
        "certificate.renewed", about=old, by=by, organisation=new.case.organisation, after={"renewed_by": new.number}
    )
