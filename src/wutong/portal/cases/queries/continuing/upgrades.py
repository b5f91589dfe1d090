"""What an upgrade of a case would do: to which version, what becomes of everything, and why it may be impossible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from wutong.catalog.flows import Flow, Limit, Unit
from wutong.catalog.services import Service
from wutong.kernel.bilingual import Text
from wutong.portal.cases.models import Case, CasePaper, CaseStep
from wutong.portal.cases.queries.continuing.changes import told
from wutong.portal.flowing.models import ClockRow
from wutong.portal.flowing.positions import clock_rows, position_of
from wutong.portal.shared.catalogue import catalogue
from wutong.workflow.upgrading import Change, Running, changes_between, compose, upgraded

NOTE = "upgraded"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an upgrade makes of a case: what it holds before and after, the change, and what is told of it."""

    service: Service
    flow: Flow
    change: Change
    before: Running
    after: Running
    told: tuple[Text, ...]


def later_version(case: Case, today: date) -> Service | None:
    """The version of its service in effect, where it is later than the case's and the case has not ended."""
    if case.phase == "ended":
        return None
    versions = [one for one in catalogue().services[case.service_code] if one.effective_from <= today]
    return versions[-1] if versions and versions[-1].version > case.service_version else None


def plan(case: Case, version: int, today: date) -> Planned:
    """What taking the case to `version` does; raises what wutong.workflow.upgrade_errors names."""
    declared = catalogue()
    versions = [_as_the_case_goes(case, one) for one in declared.services[case.service_code]]
    changes = changes_between(
        versions,
        declared.upgrades[case.service_code],
        declared.flows,
        case.service_version,
        version,
    )
    old = case.service
    new = next(one for one in versions if one.version == version)
    flow = declared.flows[new.flow]
    before = running(case)
    after = upgraded(before, changes, flow, today, case.flow)
    change = reduce(compose, changes)
    said = tuple(told(old, case.flow, new, flow, change, before, after))
    return Planned(new, flow, change, before, after, said)


def running(case: Case) -> Running:
    """What the case holds now, dropped papers too: nothing is left behind."""
    papers = dict(CasePaper.objects.filter(case=case).values_list("pk", "paper_code"))
    promised = tuple(_promised(row) for row in clock_rows(case))
    return Running(case.answers, case.origins, papers, position_of(case), promised)


def notes(steps: Sequence[CaseStep]) -> list[CaseStep]:
    """The steps in which the case went on by a later version, in order."""
    return [step for step in steps if step.kind == "note" and step.act == NOTE]


def called_now(code: str, at: int, kind: str, noted: Sequence[CaseStep]) -> str:
    """What is called now what a step of number `at` called `code`; `kind` is states_now or papers_now."""
    for note in noted:
        if note.number > at:
            code = note.details.get(kind, {}).get(code, code)
    return code


def details(planned: Planned) -> Mapping[str, Any]:
    """What is kept with the step of an upgrade, so that what was said before it can still be read."""
    change = planned.change
    return {
        "from": change.start,
        "to": change.end,
        "states_now": {was: now for was, now in change.states.items() if now and now != was},
        "papers_now": {was: now for was, now in change.papers.items() if now != was},
        "told": [{"zh": one.zh, "en": one.en} for one in planned.told],
    }


def _as_the_case_goes(case: Case, version: Service) -> Service:
    """A version with the flow of renewals where the case is one."""
    return version.model_copy(update={"flow": version.flow_of_renewals}) if case.renews_id else version


def _promised(row: ClockRow) -> Limit | None:
    return Limit(unit=Unit(row.promised_unit), amount=row.promised_amount) if row.promised_unit else None
