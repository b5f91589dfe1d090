"""What a case still lacks before it can be sent: fields and papers that its service asks for, as its answers stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wutong.catalog.services import Condition, Paper, Question, Service
from wutong.catalog.yaml_file import Label
from wutong.portal.cases.models import Case, CasePaper
from wutong.portal.cases.queries.continuing.upgrades import NOTE, called_now, notes


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: a field of a page, or a paper."""

    kind: Literal["field", "paper"]
    code: str
    title: Label
    page: str = ""


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds as the answers stand; none always does."""
    return condition is None or condition.holds(answers)


def fields_asked(service: Service, answers: Mapping[str, Any]) -> list[tuple[str, Question]]:
    """The fields that are asked as the answers stand, each with the code of its page."""
    return [(page.code, field) for page in service.pages for field in page.fields if holds(field.when, answers)]


def papers_asked(service: Service, answers: Mapping[str, Any]) -> list[Paper]:
    """The papers that are asked as the answers stand."""
    return [paper for paper in service.papers if holds(paper.when, answers)]


def missing(case: Case) -> list[Missing]:
    """What is required and not there, in the order of the pages, papers last."""
    service, answers = case.service, case.answers
    found = [
        Missing("field", field.code, field.title, page)
        for page, field in fields_asked(service, answers)
        if field.required and answers.get(field.code) in (None, "", [])
    ]
    held = set(CasePaper.objects.filter(case=case, dropped_at__isnull=True).values_list("paper_code", flat=True))
    asked_again = asked_for_again(case)
    found += [
        Missing("paper", paper.code, paper.title)
        for paper in papers_asked(service, answers)
        if (paper.required or paper.code in asked_again) and paper.code not in held and paper.how != "shared"
    ]
    return found


def asked_for_again(case: Case) -> frozenset[str]:
    """The papers that the officer asked for when the case was sent back."""
    step = case.step_rows.filter(act="return").order_by("-number").first()
    if step is None:
        return frozenset()
    later = notes(list(case.step_rows.filter(number__gt=step.number, act=NOTE))) if case.services_ever[1:] else []
    if case.state != called_now(step.to_state, step.number, "states_now", later):
        return frozenset()
    return frozenset(called_now(code, step.number, "papers_now", later) for code in step.details.get("papers", ()))
