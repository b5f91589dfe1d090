"""Words of cases that no declaration holds: colours, verdicts, parts, and what the four kindred acts mean."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.catalog.flows import Limit, Unit
from wutong.portal.accounts.roles import BY_CODE
from wutong.portal.cases.queries.clocks import Colour
from wutong.portal.services.words import limit as limit_words
from wutong.portal.shared.language import wording


def colour(code: Colour) -> str:
    """A colour in words: it never stands for itself alone."""
    return {
        Colour.OVER: _("Overdue"),
        Colour.URGENT: _("Last reminder"),
        Colour.SOON: _("Soon due"),
        Colour.CALM: _("Time enough"),
        Colour.PAUSED: _("Paused"),
        Colour.NONE: _("No limit"),
    }[code]


def verdict(code: str) -> str:
    """What an opinion comes to."""
    return {
        "agree": _("Agrees"),
        "conditions": _("Agrees on conditions"),
        "disagree": _("Does not agree"),
    }.get(code, "—")


def part(code: str) -> str:
    """What an organisation does in cases of a service."""
    return {
        "window": _("Takes in"),
        "lead": _("Answers for it"),
        "opinion": _("Gives an opinion"),
    }[code]


def role(code: str) -> str:
    """A role by its name; nothing where somebody acted in none."""
    return wording(BY_CODE[code].name_text) if code in BY_CODE else ""


def obtained(how: str) -> str:
    """How a paper came to a case."""
    return {
        "upload": _("Uploaded"),
        "shared": _("Shared"),
        "licence_library": _("From the licence library"),
        "pledge": _("Pledged"),
    }[how]


def days(amount: int, unit: Unit) -> str:
    """So many days of a unit."""
    if unit is Unit.WORKING_DAY:
        return ngettext("%(count)d working day", "%(count)d working days", amount) % {"count": amount}
    return ngettext("%(count)d day", "%(count)d days", amount) % {"count": amount}


def limit(of: Limit) -> str:
    """A limit with its unit."""
    return limit_words(of)


def left(amount: int | None) -> str:
    """Working days that are left, or by how many it is over; empty where neither can be said."""
    if amount is None:
        return ""
    if amount < 0:
        return ngettext("%(count)d working day over", "%(count)d working days over", -amount) % {"count": -amount}
    return ngettext("%(count)d working day left", "%(count)d working days left", amount) % {"count": amount}


def meaning(act: str) -> str:
    """What an act means, where its title alone could be taken for another's; empty elsewhere."""
    return {
        "return": _(
            "Goes back to the applicant with everything that is missing, told once. It is not a refusal: once "
            "completed, the case comes back."
        ),
        "reject": _("The decision is no. The applicant is told why and how to object."),
        "decline": _("The case is not examined at all: it is not for this office, or not a matter for a permit."),
        "escalate": _("A superior is asked. The case stays where it is, and its clocks run on."),
        "correct": _("A slip in the record is put right and the applicant is told. The case stays where it is."),
        "suspend": _("Time that the law excludes begins: the clock stops, and the applicant is told in writing."),
        "suspend_consulting": _(
            "Time that the law excludes begins: the clock stops, and the applicant is told in writing. Departments go "
            "on giving their opinions."
        ),
        "extend": _("The limit becomes longer, once, and the applicant is told why."),
        "withdraw": _("The application is taken back. The case ends; a new one can be begun."),
        "discard": _("The draft is thrown away."),
        "object": _("The refusal is looked at again by a superior."),
    }.get(act, "")
