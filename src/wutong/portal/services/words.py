"""Words of the service zone in the reader's language: issues, stages, units, how sure we are."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.catalog.flows import Limit, Unit
from wutong.catalog.services import Condition, Lead, Period, Service
from wutong.portal.shared.language import wording

ISSUES = ("people", "venues", "platforms", "materials", "growth")
STAGES = ("L0", "L1", "L2", "L3", "L4", "L5")


def issue(code: str) -> str:
    """The name of a key issue."""
    return {
        "people": _("Professionals"),
        "venues": _("Premises"),
        "platforms": _("Platforms, trials and registration"),
        "materials": _("Imports and controlled materials"),
        "growth": _("Policy and capital"),
    }[code]


def stage(code: str) -> str:
    """The name of a stage of an enterprise's life."""
    return {
        "L0": _("Research"),
        "L1": _("Preclinical"),
        "L2": _("Clinical"),
        "L3": _("Registration"),
        "L4": _("Production"),
        "L5": _("Growth"),
    }[code]


def limit(of: Limit) -> str:
    """A limit with its unit. No limit is said, and is not a limit of nothing."""
    amount = of.amount or 0
    if of.unit is Unit.WORKING_DAY:
        return ngettext("%(count)d working day", "%(count)d working days", amount) % {"count": amount}
    if of.unit is Unit.CALENDAR_DAY:
        return ngettext("%(count)d day", "%(count)d days", amount) % {"count": amount}
    return {Unit.SAME_DAY: _("the same day"), Unit.INSTANT: _("at once"), Unit.NONE: _("none set")}[of.unit]


def period(of: Period) -> str:
    """A length of time."""
    if of.unit == "year":
        return ngettext("%(count)d year", "%(count)d years", of.amount) % {"count": of.amount}
    return ngettext("%(count)d month", "%(count)d months", of.amount) % {"count": of.amount}


def lead(of: Lead) -> str:
    """A time before the end of something."""
    if of.unit == "month":
        return ngettext("%(count)d month before", "%(count)d months before", of.amount) % {"count": of.amount}
    return ngettext("%(count)d working day before", "%(count)d working days before", of.amount) % {"count": of.amount}


def sureness(confidence: str) -> str:
    """How sure a declaration is."""
    return {"sourced": _("sourced"), "partly": _("partly sourced"), "proposed": _("proposed")}[confidence]


def obtained(how: str) -> str:
    """How a paper is obtained."""
    return {
        "upload": _("You send it"),
        "shared": _("Shared: you need not send it"),
        "licence_library": _("From the licence library"),
        "pledge": _("By your pledge"),
    }[how]


def condition(service: Service, when: Condition) -> str:
    """Under which answer something of a service holds."""
    question = service.fields[when.field]
    names = {option.code: wording(option.title) for option in question.options}
    names |= {"yes": _("yes"), "no": _("no")} if question.kind == "yes_no" else {}
    return f"{wording(question.title)}: {', '.join(names[value] for value in when.one_of)}"
