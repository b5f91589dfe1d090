"""Bring the demo's people into being, once, with passwords drawn at random. Never in a home with real data.

The passwords lie in one file of the demo's home that only its owner can read, so that they can be shown again.
"""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connections, transaction

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.actions import memberships, organisations, people
from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind
from wutong.portal.accounts.setup.troupe import PLACES, PLAYERS, Player
from wutong.portal.atlas.access import kept_releases
from wutong.portal.shared.audit.recording import Program

# Without letters and digits that look like others.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_BY = Program("wutong up", "wutong up")


class NotADemo(WutongError):
    code = "accounts.not_a_demo"
    sentence = Text(
        zh="这个数据目录不是演示数据，不会在其中创建演示账号。真实账号请用 wutong accounts add。",
        en="This home holds no demo, so no demo accounts are made in it. For real ones, use wutong accounts add.",
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """The enterprise of the demo's release that the cast's enterprise claims."""

    enterprise_id: str
    credit_code: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Card:
    """How one person of the cast signs in. `is_changed` is true once they chose a password of their own."""

    username: str
    password: str
    name: str
    role: Text
    organisation: Text
    is_changed: bool


def passwords_file() -> Path:
    """Where the cast's passwords lie."""
    found: Path = settings.WUTONG_HOME.portal / "demo-accounts.json"
    return found


def draw_password() -> str:
    """Twelve letters and digits in three groups, drawn at random: 59 bits, and easy to type."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def cast(claim: Claim | None) -> list[Card]:
    """The demo's people, made now if they are not there; raises NotADemo. Leaves no connection open."""
    served = [kept.manifest.notes for kept in kept_releases() if kept.is_served]
    if not served or served[0].get("is_demo") != "True":
        raise NotADemo()
    try:
        kept = _read()
        known = set(Person.objects.filter(username__in=kept).values_list("username", flat=True))
        if known != {player.username for player in PLAYERS}:
            kept = _make(claim)
        return _cards(kept)
    finally:
        connections.close_all()


@dataclass(frozen=True, slots=True)
class _Kept:
    """One password, and what the database made of it, by which a later change is noticed."""

    password: str
    encoded: str


def _read() -> dict[str, _Kept]:
    path = passwords_file()
    if not path.is_file():
        return {}
    return {name: _Kept(**kept) for name, kept in json.loads(path.read_text(encoding="utf-8")).items()}


def _make(claim: Claim | None) -> dict[str, _Kept]:
    """Everybody, in one transaction; the file is written before it ends, so that no password is ever lost."""
    passwords = [draw_password() for _ in PLAYERS]
    # Encoding is slow on purpose, and lets go of the interpreter meanwhile.
    with ThreadPoolExecutor() as threads:
        kept = [_Kept(*pair) for pair in zip(passwords, threads.map(make_password, passwords), strict=True)]
    made = {player.username: one for player, one in zip(PLAYERS, kept, strict=True)}
    with transaction.atomic():
        places = {code: _place(code, claim) for code in PLACES}
        for player in PLAYERS:
            _enter(player, made[player.username], places[player.place])
        _write(made)
    return made


def _place(code: str, claim: Claim | None) -> Organisation:
    place = PLACES[code]
    details = Details(kind=place.kind.value, name_zh=place.name_zh, name_en=place.name_en)
    if place.kind is Kind.ENTERPRISE and claim is not None:
        details = Details(place.kind.value, claim.name_zh, "", claim.credit_code, claim.enterprise_id)
    held = Organisation.objects.filter(kind=details.kind, name_zh=details.name_zh).first()
    return held or organisations.add_organisation(details=details, by=_BY)


def _enter(player: Player, kept: _Kept, place: Organisation) -> None:
    person = Person.objects.filter(username=player.username).first()
    if person is None:
        person = people.add_person(
            username=player.username,
            email=f"{player.username}@demo.invalid",
            name=player.name,
            language="zh",
            encoded=kept.encoded,
            is_verified=True,
            by=_BY,
        )
    else:
        people.set_password(person=person, encoded=kept.encoded, by=_BY)
    for role in player.roles:
        memberships.grant(person=person, organisation=place, role=role, by=_BY)


def _write(made: dict[str, _Kept]) -> None:
    path = passwords_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({name: asdict(kept) for name, kept in made.items()}, indent=1), encoding="utf-8")
    draft.replace(path)


def _cards(kept: dict[str, _Kept]) -> list[Card]:
    now = dict(Person.objects.filter(username__in=kept).values_list("username", "password"))
    held = {player.username: player.roles[0].name_text for player in PLAYERS}
    where = _organisations_of(list(kept))
    return [
        Card(
            username=player.username,
            password=kept[player.username].password,
            name=player.name,
            role=held[player.username],
            organisation=where[player.username],
            is_changed=now[player.username] != kept[player.username].encoded,
        )
        for player in PLAYERS
    ]


def _organisations_of(usernames: list[str]) -> dict[str, Text]:
    rows = Person.objects.filter(username__in=usernames).prefetch_related("memberships__organisation")
    nowhere = Text(zh="—", en="—")
    return {
        person.username: next((one.organisation.name for one in person.memberships.all()), nowhere) for person in rows
    }
