"""How a certificate stands, in words: whether it holds, and when it is renewed."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.portal.cases.actions.continuing.renewing import why_not
from wutong.portal.cases.models import Certificate
from wutong.portal.cases.queries.continuing.renewals import Holding, Renewal, Window
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.templatetags.wutong import day


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate as its pages show it. `address` is its renewal's page, where it may be opened."""

    certificate: Certificate
    title: str
    state: str
    tone: str  # ok, soon, over or plain
    window: str
    address: str
    is_open: bool
    pending: str  # the page of the renewal that has been begun
    pending_number: str


def card(renewal: Renewal, *, may_renew: bool) -> Card:
    """In the reader's language."""
    held, pending = renewal.certificate, renewal.pending
    declared = held.case.service.certificate
    return Card(
        certificate=held,
        title=wording(declared.title if declared else held.case.service.title),
        state=_state(renewal),
        tone=_tone(renewal),
        window=_window(renewal),
        address=reverse("cases:renew", args=[held.case.case_id]) if may_renew else "",
        is_open=renewal.window is Window.OPEN and pending is None,
        pending=reverse("cases:case", args=[pending.case_id]) if pending else "",
        pending_number=(pending.number or _("Draft")) if pending else "",
    )


def _state(renewal: Renewal) -> str:
    held = renewal.certificate
    told = {"start": day(held.valid_from), "end": day(held.valid_to)}
    match renewal.holding:
        case Holding.COMING:
            return _("Holds from %(start)s") % told
        case Holding.KEPT:
            return _("Ended on %(end)s; its renewal was applied for in time, so it holds until that is decided") % told
        case Holding.RENEWED:
            return _("Ended on %(end)s, and was renewed") % told
        case Holding.ENDED:
            return _("Ended on %(end)s") % told
    return _("Holds to %(end)s") % told if held.valid_to else _("Holds")


def _tone(renewal: Renewal) -> str:
    if renewal.holding in {Holding.ENDED, Holding.RENEWED}:
        return "over" if renewal.holding is Holding.ENDED else "plain"
    return "soon" if renewal.window is Window.OPEN and renewal.pending is None else "ok"


def _window(renewal: Renewal) -> str:
    refusal = why_not(renewal)
    if refusal is not None:
        is_said = renewal.window in {Window.EARLY, Window.LATE}
        return refusal.in_language(reader_language()) if is_said else ""
    told = {"start": day(renewal.opens_on), "end": day(renewal.closes_on)}
    return _("To be renewed between %(start)s and %(end)s") % told
