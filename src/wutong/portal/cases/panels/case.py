"""The page of a case in the reader's language: the way it goes, answers with their origins, papers, opinions."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.catalog.services import Question
from wutong.portal.cases.forms.acts import ActForm
from wutong.portal.cases.models import Case, CasePaper, Opinion
from wutong.portal.cases.panels import acts, applying, clocks, timeline, words
from wutong.portal.cases.panels.continuing import aside, renewal
from wutong.portal.cases.queries.casepage import CasePage, Told
from wutong.portal.cases.queries.clocks import colour_of, days_left
from wutong.portal.cases.queries.completeness import asked_for_again, fields_asked, papers_asked
from wutong.portal.cases.queries.continuing.upgrades import called_now, notes
from wutong.portal.shared.language import reader_language, wording

HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Way:
    """One state of the usual way: behind the case, where it is, or before it."""

    title: str
    place: str  # done, here, ahead


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `origin` says where it was filled in from."""

    title: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper that the service asks for, and the files that are there for it."""

    title: str
    is_missing: bool
    is_asked_again: bool
    files: list[tuple[CasePaper, str, str]]  # the paper, its address where it can be read, how it came


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One opinion as the reader may know it."""

    opinion: Opinion
    who: str
    place: str
    state: str
    text: str
    address: str


def context(page: CasePage, tried: ActForm | None = None, refusal: str = "") -> dict[str, Any]:
    """Everything that the template says."""
    case = page.case
    way, is_off = usual(page)
    return {
        "page": page,
        "case": case,
        "service": case.service,
        "state": wording(case.flow.state(case.state).title),
        "way": way,
        "is_off_way": is_off,
        "colour": colour_of(case, page.today).value,
        "colour_title": words.colour(colour_of(case, page.today)),
        "left": words.left(days_left(case, page.today)),
        "clocks": [clocks.card(case.flow, one) for one in reversed(page.clocks)],
        "lines": timeline.lines(case, page.steps),
        "pages": answers(page),
        "papers": papers(page),
        "opinions": [_opinion(page, one) for one in page.opinions],
        "acts": acts.cards(page, tried, refusal),
        "held": renewal.card(page.renewal, may_renew=page.may_renew) if page.renewal else None,
        "letters": [(one, _letter_title(one.content, one.code)) for one in page.letters],
        **_told_above(page, tried, refusal),
    }


def _told_above(page: CasePage, tried: ActForm | None, refusal: str) -> dict[str, Any]:
    """A refusal of an act that is no longer there stands above the page, with what had been typed."""
    if tried is not None and any(act.code == tried.act.code for act in page.acts):
        return {"refusal": "", "typed": []}
    names = {"reason": _("Reason"), "decision": _("Decision")}
    typed = [(title, str(tried.data.get(name, ""))) for name, title in names.items()] if tried is not None else []
    return {"refusal": refusal, "typed": [(title, said) for title, said in typed if said.strip()]}


def usual(page: CasePage) -> tuple[list[Way], bool]:
    """The usual way with where the case is on it; and whether the case has left it."""
    flow, reached = page.case.flow, 0
    noted = notes(page.steps)
    for step in page.steps:
        state = called_now(step.to_state, step.number, "states_now", noted)
        if reached + 1 < len(flow.usual) and state == flow.usual[reached + 1]:
            reached += 1
        elif state in flow.usual[:reached]:
            reached = flow.usual.index(state)
    is_off = page.case.state != flow.usual[reached]
    places = [
        "done" if at < reached else "ahead" if at > reached else "done" if is_off else "here"
        for at in range(len(flow.usual))
    ]
    return [Way(wording(flow.state(code).title), place) for code, place in zip(flow.usual, places, strict=True)], is_off


def answers(page: CasePage) -> list[tuple[str, list[Answer]]]:
    """Each page of the service with its answers. What is personal is not shown to experts."""
    case = page.case
    asked = fields_asked(case.service, case.answers)
    found = [
        (wording(one.title), [_answer(page, field) for code, field in asked if code == one.code])
        for one in case.service.pages
    ]
    hides = page.reader.is_expert
    kept = [
        Answer(wording(one.field.title), HIDDEN if hides and one.field.is_personal else one.value, "")
        for one in aside.answers(case)
    ]
    return [*found, (_("Asked by an earlier version, and kept"), kept)] if kept else found


def _answer(page: CasePage, field: Question) -> Answer:
    case = page.case
    if field.is_personal and page.reader.is_expert:
        return Answer(wording(field.title), HIDDEN, _("Personal: not shown to experts"))
    return Answer(wording(field.title), applying.answer(field, case.answers), _origin(case, field))


def _origin(case: Case, field: Question) -> str:
    """Where an answer was filled in from, as it was kept with it."""
    origin = case.origins.get(field.code) or {}
    if before := aside.chosen_before(case, field, origin):
        return _("Chosen under an earlier version: %(before)s") % {"before": before}
    match origin.get("from"):
        case "upgrade":
            return _("Default of version %(version)s of the service") % {"version": origin["version"]}
        case "portrait":
            return _("Filled in from the portrait, release %(release)s") % {"release": origin["release"]}
        case "organisation":
            return _("Filled in from the organisation's details")
        case "case":
            return _("Filled in from case %(number)s") % {"number": origin["number"]}
        case "account":
            return _("Filled in from the applicant's account")
    return ""


def papers(page: CasePage) -> list[PaperLine]:
    """Every paper that is asked, and those that are there though no longer asked."""
    case = page.case
    again = asked_for_again(case)
    held: dict[str, list[CasePaper]] = {}
    for paper in page.papers:
        held.setdefault(paper.paper_code, []).append(paper)
    titles = aside.paper_titles(case)
    asked = papers_asked(case.service, case.answers)
    needed = {one.code for one in asked if (one.required or one.code in again) and one.how != "shared"}
    codes = [one.code for one in asked] + [code for code in held if code not in {one.code for one in asked}]
    return [
        PaperLine(
            title=titles.get(code, code),
            is_missing=code in needed and code not in held,
            is_asked_again=code in again,
            files=[_file(page, one) for one in held.get(code, [])],
        )
        for code in codes
    ]


def _file(page: CasePage, paper: CasePaper) -> tuple[CasePaper, str, str]:
    address = reverse("files:download", args=[paper.file_id]) if paper.file_id in page.files else ""
    how = words.obtained(paper.how)
    if paper.reused_from is not None:
        how = _("Taken from case %(number)s") % {"number": paper.reused_from.case.number}
    return paper, address, how


def _opinion(page: CasePage, told: Told) -> OpinionLine:
    one = told.opinion
    who = one.expert.audit_label if one.expert is not None else wording(one.organisation.name)
    is_mine_to_give = told.is_own and one.is_open
    return OpinionLine(
        opinion=one,
        who=who,
        place=wording(one.organisation.name) if one.expert is not None else "",
        state=_opinion_state(told),
        text="" if told.is_sealed else one.text,
        address=reverse("cases:opinion", args=[page.case.case_id, one.pk]) if is_mine_to_give else "",
    )


def _opinion_state(told: Told) -> str:
    one = told.opinion
    if one.released_at is not None:
        return _("Let go: conflict of interest")
    if one.given_at is None:
        return _("Awaited")
    return _("Given, sealed until all are in") if told.is_sealed else words.verdict(one.verdict)


def _letter_title(content: Any, code: str) -> str:
    """The heading of a letter in the reader's language."""
    held = content.get(reader_language(), {}) if isinstance(content, dict) else {}
    return str(held.get("title") or code) if isinstance(held, dict) else code
