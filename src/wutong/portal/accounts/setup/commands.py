"""What `wutong accounts` does. Each must run where Django has been started, and asks nobody for permission."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from wutong.kernel.bilingual import Language, Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.actions import memberships, organisations, people
from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.notices import invitation_link
from wutong.portal.accounts.roles import BY_CODE, Kind, Role
from wutong.portal.accounts.setup.cast import draw_password
from wutong.portal.shared.audit.recording import Program

_BY = Program("command", "wutong accounts")


class UnknownRole(WutongError):
    code = "accounts.unknown_role"
    exit_code = 2
    sentence = Text(
        zh="没有角色“{role}”。可用的角色：R1 至 R18。",
        en="There is no role “{role}”. Roles are R1 to R18.",
    )


class UnknownKind(WutongError):
    code = "accounts.unknown_kind"
    exit_code = 2
    sentence = Text(
        zh="没有单位类别“{kind}”。可用的类别：{known}。",
        en="There is no kind of organisation “{kind}”. Kinds are {known}.",
    )


class UnknownPerson(WutongError):
    code = "accounts.unknown_person"
    sentence = Text(
        zh="没有用户名或邮箱为“{who}”的人员。wutong accounts list 列出所有人员。",
        en="Nobody has the username or address “{who}”. wutong accounts list shows everybody.",
    )


@dataclass(frozen=True, slots=True)
class Post:
    """A role in an organisation, as it is named on the command line."""

    role: str
    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody, as the command lists them."""

    username: str
    name: str
    email: str
    roles: tuple[tuple[str, str], ...]
    last_login: datetime | None
    is_active: bool


def add(*, username: str, name: str, email: str, language: Language, post: Post) -> str:
    """Make somebody who can sign in at once; returns their password."""
    role, kind = _named(post)
    password = draw_password()
    person = people.add_person(
        username=username,
        email=email,
        name=name or username,
        language=language,
        encoded=make_password(password),
        is_verified=True,
        by=_BY,
    )
    memberships.grant(person=person, organisation=_organisation(post.organisation, kind), role=role, by=_BY)
    return password


def invite(*, email: str, name: str, language: Language, post: Post) -> str:
    """Send somebody an invitation; returns the link in it, for where no mail is sent."""
    role, kind = _named(post)
    where = _organisation(post.organisation, kind)
    made = memberships.add_member(
        organisation=where, role=role, name=name or email, email=email, language=language, by=_BY
    )
    return invitation_link(made.person)


def renew(*, who: str, drop_factor: bool) -> str:
    """A new password for somebody who is locked out; returns it. Their second factor ends where that is asked."""
    person = Person.objects.filter(username__iexact=who).first() or Person.objects.filter(email__iexact=who).first()
    if person is None:
        raise UnknownPerson(who=who)
    password = draw_password()
    people.set_password(person=person, encoded=make_password(password), by=_BY)
    if drop_factor and Authenticator.objects.filter(user=person).exists():
        people.drop_factor(person=person, by=_BY)
    return password


def everybody() -> list[Line]:
    """All people with their roles, by username."""
    held: dict[int, list[tuple[str, str]]] = {}
    for one in held_now(Membership.objects.select_related("organisation")).order_by("pk"):
        held.setdefault(one.person_id, []).append((one.role_code, one.organisation.name_zh))
    return [
        Line(one.username, one.name, one.email, tuple(held.get(one.pk, ())), one.last_login, one.is_active)
        for one in Person.objects.order_by("username")
    ]


def _named(post: Post) -> tuple[Role, Kind]:
    if post.role not in BY_CODE:
        raise UnknownRole(role=post.role)
    if post.kind not in list(Kind):
        raise UnknownKind(kind=post.kind, known=", ".join(kind.value for kind in Kind))
    return BY_CODE[post.role], Kind(post.kind)


def _organisation(name: str, kind: Kind) -> Organisation:
    """The one of that name, entered now if there is none."""
    held = Organisation.objects.filter(name_zh=name).first() or Organisation.objects.filter(name_en=name).first()
    return held or organisations.add_organisation(details=Details(kind=kind.value, name_zh=name), by=_BY)
