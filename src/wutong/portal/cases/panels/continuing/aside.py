"""What a case keeps of earlier versions of its service: answers set aside, papers, what was chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wutong.catalog.services import Question
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import applying
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class Aside:
    """An answer that is asked no more."""

    field: Question
    value: str


def answers(case: Case) -> Iterator[Aside]:
    """Every answer that was set aside, by the version that asked for it, the latest first."""
    for service in case.services_ever[1:]:
        for code, field in service.fields.items():
            name = f"v{service.version}.{code}"
            if name in case.answers:
                yield Aside(field, applying.answer(field, {code: case.answers[name]}))


def paper_titles(case: Case) -> dict[str, str]:
    """What each paper is called, those that were set aside too."""
    titles: dict[str, str] = {}
    for service in reversed(case.services_ever):
        titles |= {f"v{service.version}.{one.code}": wording(one.title) for one in service.papers}
        titles |= {one.code: wording(one.title) for one in service.papers}
    return titles


def chosen_before(case: Case, field: Question, origin: Mapping[str, Any]) -> str:
    """What the applicant chose when there were other options; empty where it is what stands there."""
    was = origin.get("was")
    many = was if isinstance(was, list) else [was] if was is not None else []
    titles = {
        option.code: wording(option.title)
        for service in reversed(case.services_ever)
        for one in service.fields.values()
        for option in one.options
        if one.kind == field.kind
    }
    return "、".join(titles.get(str(one), str(one)) for one in many)
