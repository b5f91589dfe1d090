"""Who has which part in the demo's cases, and the firms whose visitors come to the window."""

from dataclasses import dataclass

from wutong.portal.accounts.actions import memberships, organisations, people
from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.cases.actions import competences
from wutong.portal.cases.models import Part
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.shared.audit.recording import Program

BY = Program("wutong up", "wutong up")
_FIRMS = 6
_EXPERTS = (("panel1", "顾言"), ("panel2", "苏禾"), ("panel3", "唐越"))
_LED = {
    "lab": ("VS07", "VS09", "VS10", "VS11"),
    "university": ("VS02",),
    "hospital": ("VS12",),
    "promotion": ("VS05", "VS08"),
}


@dataclass(frozen=True, slots=True)
class District:
    """The demo's people who act in cases."""

    firm: Organisation
    visitors: tuple[Organisation, ...]
    window: Organisation
    user: Person
    clerk: Person
    officer: Person
    leader: Person
    expert: Person


def gather() -> District | None:
    """Everybody, with what they are responsible for; None where the cast is not there or has been changed."""
    held = {
        row.person.username: row
        for row in Membership.objects.filter(until__isnull=True).select_related("person", "organisation")
    }
    if not {"user", "clerk", "reviewer", "leader", "expert", "customs"} <= held.keys():
        return None
    window, office = held["clerk"].organisation, held["reviewer"].organisation
    _give_parts(window, office, held["customs"].organisation)
    for name, codes in _LED.items():
        for code in codes if name in held else ():
            competences.give(organisation=held[name].organisation, service_code=code, part=Part.LEAD, by=BY)
    _add_experts(held["expert"].organisation)
    return District(
        held["user"].organisation,
        tuple(_firms(held["user"].organisation)),
        window,
        user=held["user"].person,
        clerk=held["clerk"].person,
        officer=held["reviewer"].person,
        leader=held["leader"].person,
        expert=held["expert"].person,
    )


def member_of(organisation: Organisation) -> Person | None:
    """Who acts for an organisation; None where nobody does."""
    row = organisation.memberships.filter(until__isnull=True).select_related("person").first()
    return row.person if row else None


def add_absent(username: str, name: str) -> Person:
    """Somebody of the demo who acts but does not sign in: they have no password until an administrator gives one."""
    return Person.objects.filter(username=username).first() or people.add_person(
        username=username,
        email=f"{username}@demo.invalid",
        name=name,
        language="zh",
        encoded="!",
        is_verified=True,
        by=BY,
    )


def _give_parts(window: Organisation, office: Organisation, customs: Organisation) -> None:
    competences.give(organisation=window, service_code=ANY_SERVICE, part=Part.WINDOW, by=BY)
    competences.give(organisation=office, service_code=ANY_SERVICE, part=Part.LEAD, by=BY)
    competences.give(organisation=customs, service_code="GS17", part=Part.OPINION, by=BY)


def _add_experts(university: Organisation) -> None:
    """A panel needs more experts than the one who signs in."""
    for username, name in _EXPERTS:
        memberships.grant(person=add_absent(username, name), organisation=university, role=Role.EXPERT, by=BY)


def _firms(own: Organisation) -> list[Organisation]:
    """Other firms of the release, which send somebody to the window."""
    sql = (
        "SELECT name_zh, credit_code, enterprise_id FROM enterprises WHERE tier = 'core' AND credit_code IS NOT NULL "
        "AND NOT is_branch AND enterprise_id <> ? ORDER BY len(zone_codes) = 0, enterprise_id LIMIT ?"
    )
    try:
        rows = current_release().query(sql, [own.enterprise_id, _FIRMS]).rows
    except NoRelease:
        return []
    found = []
    for name, code, enterprise_id in rows:
        held = Organisation.objects.filter(credit_code=code).first()
        details = Details(Kind.ENTERPRISE.value, name, "", code, enterprise_id)
        found.append(held or organisations.add_organisation(details=details, by=BY))
    return found
