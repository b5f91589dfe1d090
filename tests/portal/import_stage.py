"""Invented firms, officers, experts and approvals for tests of imports."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.people import organisation, somebody
from wutong.kernel.clock import today
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.imports.actions import Terms, grant_approval
from wutong.portal.imports.models import Approval


@dataclass(frozen=True)
class Stage:
    """Two firms that must not see one another, customs, and an expert."""

    firm: Organisation
    clerk: Person
    rival: Organisation
    spy: Person
    officer: Person
    expert: Person


def stage() -> Stage:
    """The people, in a database of their own."""
    firm, rival = organisation("Riverside Bio"), organisation("Rival Bio")
    return Stage(
        firm=firm,
        clerk=somebody("clerk", Role.ENTERPRISE_USER, firm),
        rival=rival,
        spy=somebody("spy", Role.ENTERPRISE_USER, rival),
        officer=somebody("officer", Role.CUSTOMS, organisation("Customs", Kind.DEPARTMENT)),
        expert=somebody("expert", Role.EXPERT, organisation("University", Kind.UNIVERSITY)),
    )


def approval(on: Stage, number: str = "QA-1", *, granted: int | None = 10_000, **changes: object) -> Approval:
    """An approval of the firm: 10 mL by default, valid from ten days ago for a hundred."""
    begin: date = today() - timedelta(days=10)
    terms = {
        "kind": "special_item",
        "number": number,
        "item": "Human serum panel",
        "granted": granted,
        "unit": "mL",
        "valid_from": begin,
        "valid_to": begin + timedelta(days=100),
        **changes,
    }
    return grant_approval(organisation=on.firm, terms=Terms(**terms), by=on.officer)
