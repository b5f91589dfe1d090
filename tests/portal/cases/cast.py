"""A district in small for tests of cases: an enterprise, a window, departments, experts, a leader; and whose case."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from portal.people import SETUP, organisation, somebody
from wutong.catalog.services import Service
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.access import Seen, seen, visible
from wutong.portal.cases.actions import competences, doing, opening, papers
from wutong.portal.cases.models import Case, Part
from wutong.portal.cases.queries.completeness import fields_asked, papers_asked
from wutong.portal.shared.catalogue import catalogue


@dataclass(frozen=True)
class District:
    """Everybody who has a part in a case."""

    firm: Organisation
    window: Organisation
    office: Organisation
    beside: Organisation
    user: Person
    clerk: Person
    officer: Person
    adviser: Person
    leader: Person


def district(*services: str) -> District:
    """A district in which `office` answers for `services` (all without any), and `beside` gives opinions."""
    firm = organisation("江畔测试生物有限公司")
    window, office = organisation("窗口", Kind.DEPARTMENT), organisation("主管科", Kind.DEPARTMENT)
    beside = organisation("会签科", Kind.DEPARTMENT)
    for code in services or ("*",):
        competences.give(organisation=office, service_code=code, part=Part.LEAD, by=SETUP)
        competences.give(organisation=window, service_code=code, part=Part.WINDOW, by=SETUP)
        competences.give(organisation=beside, service_code=code, part=Part.OPINION, by=SETUP)
    return District(
        firm,
        window,
        office,
        beside,
        user=somebody("user", Role.ENTERPRISE_USER, firm),
        clerk=somebody("clerk", Role.WINDOW_CLERK, window),
        officer=somebody("officer", Role.DEPARTMENT_REVIEWER, office),
        adviser=somebody("adviser", Role.DEPARTMENT_REVIEWER, beside),
        leader=somebody("leader", Role.LEADER, office),
    )


def experts(count: int) -> list[Person]:
    """Experts of a university that has nothing to do with anybody."""
    place = organisation("远山大学", Kind.UNIVERSITY)
    return [somebody(f"expert{number}", Role.EXPERT, place) for number in range(count)]


def service(code: str) -> Service:
    """The latest version of a service."""
    return catalogue().services[code][-1]


_PLAIN: dict[str, Any] = {"number": 3, "money": 100000, "date": date(2027, 3, 1).isoformat(), "yes_no": True}


def filled(declared: Service) -> dict[str, Any]:
    """An answer to every field, the first option where one chooses."""
    answers: dict[str, Any] = {}
    for page in declared.pages:
        for field in page.fields:
            first = field.options[0].code if field.options else ""
            answers[field.code] = {"choice": first, "choices": [first], **_PLAIN}.get(field.kind, "江畔路一号")
    return {field.code: answers[field.code] for _, field in fields_asked(declared, answers)}


def draft(where: District, code: str) -> Case:
    """A case with everything filled in and every paper there, ready to be sent."""
    declared = service(code)
    case = opening.open_case(
        service=declared, organisation=where.firm, answers=filled(declared), origins={}, by=where.user
    )
    for paper in papers_asked(declared, case.answers):
        if paper.how == "pledge":
            papers.pledge(case=case, paper_code=paper.code, by=where.user)
        else:
            name = f"{paper.code}.pdf"
            papers.add_file(case=case, paper_code=paper.code, file_id=uuid4(), file_name=name, by=where.user)
    return case


def as_(who: Person, case: Case) -> Seen:
    """A case as somebody reaches it now; raises Http404 where they do not."""
    access = Access.of_person(who)
    return seen(access, visible(access).filter(pk=case.pk).first())


def do(who: Person, case: Case, act: str, **told: Any) -> Case:
    """An act on the case as it stands."""
    case = Case.objects.get(pk=case.pk)
    return doing.do(seen=as_(who, case), act=act, after=case.steps, by=who, **told)


def sent(where: District, code: str) -> Case:
    """A case that was sent."""
    return do(where.user, draft(where, code), "submit")
