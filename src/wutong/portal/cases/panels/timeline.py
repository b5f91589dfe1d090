"""The steps of a case as sentences, newest first; reminders that follow each other are folded into one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.catalog.services import Question
from wutong.kernel.bilingual import Text
from wutong.portal.cases.models import Case, CaseStep
from wutong.portal.cases.panels import words
from wutong.portal.cases.panels.clocks import ground
from wutong.portal.cases.queries.continuing.upgrades import NOTE
from wutong.portal.flowing import naming
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: the sentence, what was said with it, and the state to which it led where it moved."""

    on: date
    at: datetime
    kind: str
    sentence: str
    said: list[tuple[str, str]]
    led_to: str


def lines(case: Case, steps: list[CaseStep]) -> list[Line]:
    """Every step that the reader may see."""
    return list(reversed(list(_folded(case, steps))))


def _folded(case: Case, steps: list[CaseStep]) -> Iterator[Line]:
    waiting: list[CaseStep] = []
    for step in steps:
        if step.kind == "reminded":
            waiting.append(step)
            continue
        if waiting:
            yield _reminders(case, waiting)
            waiting = []
        yield _line(case, step)
    if waiting:
        yield _reminders(case, waiting)


def _reminders(case: Case, steps: list[CaseStep]) -> Line:
    last = steps[-1]
    told = {
        "count": len(steps),
        "clocks": "、".join(sorted({wording(naming.clock(case, one.act).title) for one in steps})),
    }
    sentence = ngettext("%(count)d reminder: %(clocks)s", "%(count)d reminders: %(clocks)s", len(steps)) % told
    return Line(last.on, last.at, "reminded", sentence, [], "")


def _line(case: Case, step: CaseStep) -> Line:
    moved = step.from_state != step.to_state
    state = wording(naming.state(case, step.to_state).title) if moved else ""
    return Line(step.on, step.at, step.kind, _sentence(case, step), list(_said(case, step)), state)


def _sentence(case: Case, step: CaseStep) -> str:
    act = naming.act(case, step.act)
    told = {"who": step.by_name, "role": words.role(step.by_role), "act": wording(act.title) if act else step.act}
    if step.kind == "clock":
        return _("%(act)s: nobody acted within the limit") % told
    if step.kind == "overdue":
        told |= {"clock": wording(naming.clock(case, step.act).title), "told": words.role(step.details.get("told", ""))}
        return _("%(clock)s is over its limit; told: %(told)s") % told
    if step.kind == "note":
        return _noted(step, told)
    return _("%(who)s (%(role)s): %(act)s") % told if told["role"] else _("%(who)s: %(act)s") % told


def _noted(step: CaseStep, told: dict[str, str]) -> str:
    to = step.details.get("to")
    if step.act == "assigned":
        told["to"] = to or ""
        return _("%(who)s assigned it to %(to)s") % told if to else _("%(who)s gave it back to all") % told
    known = {
        "opinion_given": _("%(who)s gave an opinion"),
        "expert_released": _("%(who)s declared a conflict of interest and was let go"),
        NOTE: _("%(who)s: the case goes on by version %(version)s of the service"),
    }
    told["version"] = str(step.details.get("to", ""))
    return known.get(step.act, _("%(who)s: a note")) % told


def _said(case: Case, step: CaseStep) -> Iterator[tuple[str, str]]:
    """What came with a step, each with its name."""
    if step.ground:
        yield _("Ground"), ground(case.flow, step.ground)
    if days := step.details.get("expected_days"):
        yield _("Expected to take"), ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    details = step.details
    if papers := details.get("papers"):
        titles = {one.code: wording(one.title) for service in reversed(case.services_ever) for one in service.papers}
        yield _("Papers that are asked for"), "、".join(titles.get(code, code) for code in papers)
    if decision := details.get("decision"):
        yield _("Decision"), decision
    if (mended := details.get("correct")) and (field := _field(case, mended["field"])):
        told = {"field": wording(field.title), "before": mended.get("before") or "—", "after": mended["after"]}
        yield _("Put right"), _("%(field)s: “%(before)s” → “%(after)s”") % told
    if step.reason:
        yield _("Reason"), step.reason
    if step.kind == "note" and step.act == NOTE and (changes := details.get("told")):
        yield _("What changes"), "\n".join(wording(Text(**one)) for one in changes)
    if step.kind == "clock" and (noticed := details.get("noticed")) and noticed != step.on.isoformat():
        yield _("Written down"), day(noticed)


def _field(case: Case, code: str) -> Question | None:
    """A field of its version of the service, or of one before."""
    return next((one.fields[code] for one in case.services_ever if code in one.fields), None)
