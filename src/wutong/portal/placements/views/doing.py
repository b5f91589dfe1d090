"""The form of each act of a placement, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404

from wutong.catalog.placements import Grade
from wutong.portal.accounts.models import Person
from wutong.portal.placements import forms
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions import agreeing, ending, matching, working
from wutong.portal.placements.actions.working import Achieved
from wutong.portal.placements.models import Placement
from wutong.portal.placements.queries.ledger import calendar
from wutong.portal.placements.words import REASONS

Doer = Callable[[Seen, str, int, Any], Placement]


def _plain(seen: Seen, act: str, after: int, form: Any) -> Placement:
    reason = form.cleaned_data["reason"] if form else ""
    return ending.plain(seen=seen, code=act, after=after, reason=reason, by=seen.access.who)


def _let_go(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return matching.let_go(seen=seen, code=act, after=after, reason=form.cleaned_data["reason"], by=seen.access.who)


def _propose(seen: Seen, act: str, after: int, form: Any) -> Placement:
    told = form.cleaned_data
    doctor = Person.objects.get(pk=told["doctor"])
    return matching.propose(seen=seen, after=after, doctor=doctor, words=told["words"], by=seen.access.who)


def _declare(seen: Seen, act: str, after: int, form: Any) -> Placement:
    do = matching.apply if act == "apply" else matching.accept
    words = form.cleaned_data["words"]
    return do(seen=seen, after=after, words=words, declared=form.declared(), by=seen.access.who)


def _bare(seen: Seen, act: str, after: int, form: Any) -> Placement:
    do = {"clear": matching.clear, "sign": agreeing.sign, "begin": working.begin}[act]
    return do(seen=seen, after=after, by=seen.access.who)


def _terms(seen: Seen, act: str, after: int, form: Any) -> Placement:
    do = agreeing.revise if act == "revise" else agreeing.extend
    return do(seen=seen, after=after, terms=form.terms(), by=seen.access.who)


def _onboard(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return agreeing.onboard(seen=seen, after=after, onboarding=form.onboarding(), by=seen.access.who)


def _milestone(seen: Seen, act: str, after: int, form: Any) -> Placement:
    told = form.cleaned_data
    return working.add_milestone(seen=seen, after=after, title=told["title"], due_on=told["due_on"], by=seen.access.who)


def _log(seen: Seen, act: str, after: int, form: Any) -> Placement:
    told = form.cleaned_data
    month = forms.month_of(told["month"])
    return working.log(seen=seen, after=after, month=month, days=told["days"], work=told["work"], by=seen.access.who)


def _confirm(seen: Seen, act: str, after: int, form: Any) -> Placement:
    told = form.cleaned_data
    month = forms.month_of(told["month"])
    return working.confirm_log(
        seen=seen, after=after, month=month, days=told["days"], remark=told["remark"], by=seen.access.who
    )


def _reach(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return working.reach(seen=seen, after=after, by=seen.access.who, **form.cleaned_data)


def _output(seen: Seen, act: str, after: int, form: Any) -> Placement:
    achieved = Achieved(**form.cleaned_data)
    return working.add_output(seen=seen, after=after, achieved=achieved, by=seen.access.who)


def _review(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return working.review(seen=seen, after=after, by=seen.access.who, **form.cleaned_data)


def _report(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return working.close_year(seen=seen, after=after, report=form.cleaned_data["report"], by=seen.access.who)


def _rate(seen: Seen, act: str, after: int, form: Any) -> Placement:
    told = form.cleaned_data
    return ending.rate(seen=seen, after=after, grade=Grade(told["grade"]), words=told["words"], by=seen.access.who)


def _claim(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return ending.claim(seen=seen, after=after, by=seen.access.who, **form.cleaned_data)


def _grant(seen: Seen, act: str, after: int, form: Any) -> Placement:
    return ending.grant(seen=seen, after=after, year=form.cleaned_data["year"], by=seen.access.who)


DOERS: dict[str, Doer] = {
    **dict.fromkeys(ending.PLAIN, _plain),
    **dict.fromkeys(("refuse", "turn_down", "conflict"), _let_go),
    **dict.fromkeys(("apply", "accept"), _declare),
    **dict.fromkeys(("clear", "sign", "begin"), _bare),
    **dict.fromkeys(("revise", "extend"), _terms),
    "propose": _propose,
    "onboard": _onboard,
    "add_milestone": _milestone,
    "log": _log,
    "confirm_log": _confirm,
    "reach": _reach,
    "add_output": _output,
    "review": _review,
    "close_year": _report,
    "rate": _rate,
    "claim": _claim,
    "grant": _grant,
}


def form(act: str, placement: Placement, data: Any = None) -> Form | None:
    """The form of an act, empty or with what was typed; None where nothing is to be told. Raises Http404."""
    if act not in DOERS:
        raise Http404
    if act in REASONS:
        return forms.ReasonForm(data, prefix=act)
    make = _FORMS.get(act)
    return make(placement, {"data": data, "prefix": act}) if make else None


_FORMS: dict[str, Callable[[Placement, dict[str, Any]], Form]] = {
    "propose": lambda _one, told: forms.ProposeForm(**told),
    "apply": lambda _one, told: forms.DeclareForm(**told),
    "accept": lambda _one, told: forms.DeclareForm(**told),
    "revise": lambda one, told: forms.TermsForm(**told, initial=_initial(one)),
    "extend": lambda one, told: forms.TermsForm(**told, initial=_initial(one)),
    "onboard": lambda _one, told: forms.OnboardForm(**told),
    "add_milestone": lambda _one, told: forms.MilestoneForm(**told),
    "log": lambda one, told: forms.LogForm(**told, months=_months(one, "due", "missing")),
    "confirm_log": lambda one, told: forms.ConfirmForm(**told, months=_months(one, "filed")),
    "reach": lambda one, told: forms.ReachForm(**told, placement=one),
    "add_output": lambda _one, told: forms.OutputForm(**told),
    "review": lambda _one, told: forms.ReviewForm(**told),
    "close_year": lambda _one, told: forms.ReportForm(**told),
    "rate": lambda _one, told: forms.RateForm(**told),
    "claim": lambda one, told: forms.ClaimForm(**told, years=_claimable(one)),
    "grant": lambda one, told: forms.YearForm(**told, years=_grantable(one)),
}


def is_empty(act: str, placement: Placement) -> bool:
    """Whether the flow allows an act for which there is nothing now: no log to confirm, no year to claim for."""
    match act:
        case "log":
            return not _months(placement, "due", "missing")
        case "confirm_log":
            return not _months(placement, "filed")
        case "reach":
            return not placement.milestones.filter(reached_on=None).exists()
        case "claim":
            return not _claimable(placement)
        case "grant":
            return not _grantable(placement)
        case "close_year":
            return not working.is_report_time(placement)
        case "review":
            return placement.reviews.filter(kind="midterm", year=placement.year).exists()
    return False


def _initial(placement: Placement) -> dict[str, Any]:
    return {
        "months": placement.months,
        "days_a_month": placement.days_a_month,
        "pay": placement.pay,
        "outputs": placement.outputs_promised,
        "rights": placement.rights,
    }


def _months(placement: Placement, *states: str) -> list[tuple[str, str]]:
    shown = [f"{one.month:%Y-%m}" for one in calendar(placement) if one.state in states]
    return [(one, one) for one in shown]


def _claimable(placement: Placement) -> list[int]:
    claimed = set(placement.subsidies.values_list("year", flat=True))
    rated = placement.reviews.filter(kind="yearly").exclude(verdict=Grade.UNQUALIFIED.value)
    return [year for year in rated.values_list("year", flat=True) if year not in claimed]


def _grantable(placement: Placement) -> list[int]:
    return list(placement.subsidies.filter(granted_on=None).values_list("year", flat=True))
