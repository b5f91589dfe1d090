"""Drafts and one's own cases as their pages show them, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.catalog.services import Question
from wutong.kernel.bilingual import Text
from wutong.portal.cases.actions.opening import is_editable
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries.completeness import Missing, fields_asked
from wutong.portal.cases.queries.completeness import missing as lacking
from wutong.portal.shared.language import wording

TAB_TITLES = {
    "open": gettext_lazy("Open"),
    "draft": gettext_lazy("Drafts"),
    "waiting": gettext_lazy("Waiting for us"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the way to sending: `left` is how much is still missing on it."""

    title: str
    address: str
    is_here: bool
    left: int


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, and where to mend it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list."""

    case: Case
    title: str
    state: str
    address: str


def steps(case: Case, here: str) -> dict[str, Any]:
    """What every page of the way shows: the case and the steps."""
    missing_now = lacking(case)
    found = [
        Step(
            wording(page.title),
            reverse("cases:fill", args=[case.case_id, page.code]),
            page.code == here,
            sum(one.page == page.code for one in missing_now),
        )
        for page in case.service.pages
    ]
    papers = reverse("cases:papers", args=[case.case_id])
    found.append(Step(_("Papers"), papers, here == "papers", sum(one.kind == "paper" for one in missing_now)))
    found.append(Step(_("Check and send"), reverse("cases:send", args=[case.case_id]), here == "send", 0))
    return {"case": case, "service": case.service, "steps": found, "changed": _changed(case)}


def _changed(case: Case) -> list[str]:
    """What changed in a draft since it was begun, because its service has a later version."""
    return [wording(Text(**one)) for one in case.changed_since] if case.phase == "draft" else []


def onward(case: Case, here: str, then: str) -> str:
    """Where to go after a page was saved: the next one, the one before, or the list where one returns later."""
    if then == "leave":
        return reverse("cases:mine")
    codes = [page.code for page in case.service.pages]
    at = codes.index(here) + (-1 if then == "back" else 1)
    if at >= len(codes):
        return reverse("cases:papers", args=[case.case_id])
    return reverse("cases:fill", args=[case.case_id, codes[max(at, 0)]])


def missing(case: Case, one: Missing) -> Lack:
    """What is missing, with the way to it."""
    if one.kind == "paper":
        return Lack(wording(one.title), f"{reverse('cases:papers', args=[case.case_id])}#paper-{one.code}")
    return Lack(wording(one.title), f"{reverse('cases:fill', args=[case.case_id, one.page])}#id_{one.code}")


def answers(case: Case) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each page with its address and what was answered to the fields that are asked."""
    asked = fields_asked(case.service, case.answers)
    return [
        (
            wording(page.title),
            reverse("cases:fill", args=[case.case_id, page.code]),
            [(wording(field.title), answer(field, case.answers)) for code, field in asked if code == page.code],
        )
        for page in case.service.pages
    ]


def answer(field: Question, answers: Mapping[str, Any]) -> str:
    """One answer in words; empty where there is none."""
    value = answers.get(field.code)
    if value in (None, "", []):
        return ""
    titles = {option.code: wording(option.title) for option in field.options}
    if field.kind == "yes_no":
        return _("Yes") if value is True else _("No")
    if isinstance(value, list):
        return "、".join(titles.get(str(one), str(one)) for one in value)
    unit = wording(field.unit) if field.unit else _("CNY") if field.kind == "money" else ""
    return f"{titles.get(str(value), str(value))} {unit}".strip()


def row(case: Case) -> Row:
    """A case of the list; a draft leads to its form."""
    service = case.service
    address = reverse("cases:case", args=[case.case_id])
    if case.phase == "draft" and is_editable(case):
        address = reverse("cases:fill", args=[case.case_id, service.pages[0].code])
    return Row(case, wording(service.title), wording(case.flow.state(case.state).title), address)
