"""Words of the placements app in the reader's language."""

from django.utils.translation import gettext_lazy as _

TABS = {
    "running": _("Going on"),
    "posts": _("Published posts"),
    "matching": _("Being matched and agreed"),
    "working": _("At work"),
    "ended": _("Ended"),
    "all": _("All"),
}
OUTPUTS = {
    "patent": _("Patent"),
    "product": _("Product"),
    "project": _("Project"),
    "training": _("Training held"),
}
VERDICTS = {
    "on_track": _("On track"),
    "to_improve": _("To be improved"),
    "excellent": _("Excellent"),
    "qualified": _("Qualified"),
    "unqualified": _("Unqualified"),
}
SIDES = {"firm": _("Enterprise"), "doctor": _("Doctor"), "unit": _("University")}
CAME = {"applied": _("applied"), "proposed": _("was proposed")}
OUTCOMES = {
    "": _("open"),
    "chosen": _("chosen, no conflict found"),
    "refused": _("declined the post"),
    "turned_down": _("turned down by the enterprise"),
    "conflict": _("conflict of interest"),
}
MONTHS = {
    "confirmed": _("confirmed"),
    "filed": _("awaits the enterprise"),
    "due": _("to be written"),
    "missing": _("missing"),
    "ahead": _("ahead"),
}
RULES = {"share": _("share of pay"), "cap": _("held by the cap")}
# Acts that ask for a reason before they are done.
REASONS = frozenset({"decline", "refuse", "turn_down", "conflict", "refuse_offer", "announce", "withhold", "exit"})


def detail(about: str) -> str:
    """What an act was about, as the page says it: the side that confirmed by its name, anything else as it stands."""
    return str(SIDES.get(about, about))
