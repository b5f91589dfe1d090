"""The demo's cast and the commands that make the first people of a home, in processes of their own."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from wutong.cli import accounts as command
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.accounts.setup import cast as casting
from wutong.portal.accounts.setup.cast import Claim, NotADemo, cast, draw_password, passwords_file
from wutong.portal.accounts.setup.troupe import PLACES, PLAYERS
from wutong.portal.shared.audit.models import AuditEntry

CLAIM = Claim(enterprise_id="cn-1", credit_code="91330100MA2ABCDE1X", name_zh="认领企业")


@pytest.fixture
def stage(demo_home: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's release with a portal folder of its own."""
    for name in ("releases", "promoted"):
        (tmp_path / name).symlink_to(demo_home / name)
    (tmp_path / "portal").mkdir()
    settings.WUTONG_HOME = Home(tmp_path)
    # The test's own connection must stay.
    monkeypatch.setattr(casting.connections, "close_all", lambda: None)
    return tmp_path


class CannotFurnish(WutongError):
    sentence = Text(zh="那时还没有人。", en="Nobody was there then.")


def unable() -> None:
    """What a newer version would add to a demo that an older one made."""
    raise CannotFurnish()


def test_each_role_has_somebody_in_a_place_where_it_can_be_held() -> None:
    assert {role for player in PLAYERS for role in player.roles} == set(Role)
    assert len({player.username for player in PLAYERS}) == len(PLAYERS)
    for player in PLAYERS:
        assert all(role.can_be_held_in(PLACES[player.place].kind) for role in player.roles), player


@pytest.mark.django_db
def test_the_cast_is_made_once_and_shown_again(stage: Path) -> None:
    first = cast(CLAIM)
    assert len(first) == len(PLAYERS)
    for card in first:
        assert Person.objects.get(username=card.username).check_password(card.password)
    claimed = Organisation.objects.get(enterprise_id="cn-1")
    assert (claimed.name_zh, claimed.credit_code) == ("认领企业", CLAIM.credit_code)
    rows = AuditEntry.objects.count()
    assert cast(CLAIM) == first
    assert AuditEntry.objects.count() == rows
    admin = Person.objects.get(username="admin")
    assert Access.of_person(admin).may(Permission.AUDIT_READ)


@pytest.mark.django_db
def test_a_demo_that_cannot_take_what_is_new_is_served_all_the_same(
    stage: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WUTONG_LANG", "en")
    monkeypatch.setattr(command, "FURNISH", (f"{__name__}.unable",))
    command.show_cast(Home(stage))
    told = capsys.readouterr().err.replace("\n", " ")
    assert "Nobody was there then." in told
    assert "steward" in told


@pytest.mark.django_db
def test_passwords_lie_where_only_their_owner_reads(stage: Path) -> None:
    cards = cast(CLAIM)
    path = passwords_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({card.password for card in cards}) == len(cards)
    assert not [one.name for one in path.parent.iterdir() if one.name.startswith("demo-accounts.json.")]
    recorded = str(list(AuditEntry.objects.values_list("before", "after")))
    assert not [card for card in cards if card.password in recorded]


@pytest.mark.django_db
def test_a_password_that_was_changed_is_not_shown(stage: Path) -> None:
    cast(CLAIM)
    person = Person.objects.get(username="clerk")
    person.set_password("my-own-secret-5")
    person.save()
    assert [card.username for card in cast(CLAIM) if card.is_changed] == ["clerk"]


@pytest.mark.django_db
def test_a_lost_file_brings_new_passwords(stage: Path) -> None:
    before = {card.username: card.password for card in cast(CLAIM)}
    passwords_file().unlink()
    after = cast(CLAIM)
    assert all(card.password != before[card.username] for card in after)
    assert Person.objects.get(username="admin").check_password(after[-1].password)
    assert Person.objects.count() == len(PLAYERS)


@pytest.mark.django_db
def test_a_home_with_real_data_gets_no_cast(stage: Path) -> None:
    pointer = (stage / "promoted").read_text(encoding="utf-8")
    releases = (stage / "releases").resolve()
    for name in ("releases", "promoted"):
        (stage / name).unlink()
    shutil.copytree(releases, stage / "releases")
    (stage / "promoted").write_text(pointer, encoding="utf-8")
    for path in (stage / "releases").glob("*/manifest.json"):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["notes"]["is_demo"] = "False"
        path.chmod(0o644)
        path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(NotADemo):
        cast(CLAIM)
    assert not Person.objects.exists()
    assert not passwords_file().exists()


@pytest.mark.django_db
def test_a_home_without_a_release_gets_no_cast(empty_home: Home) -> None:
    with pytest.raises(NotADemo):
        cast(None)


def test_passwords_are_drawn_afresh() -> None:
    drawn = {draw_password() for _ in range(200)}
    assert len(drawn) == 200
    assert all(len(password) == 14 for password in drawn)


@pytest.fixture
def wutong(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command, in an empty home, in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}
    command = [sys.executable, "-c", "from wutong.cli.main import main; main()", "accounts"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments, "--home", str(tmp_path)],
            env={**kept, "WUTONG_LANG": "en", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.slow
def test_the_first_administrator_comes_from_the_command_line(
    wutong: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = wutong("add", "lin", "--email", "lin@example.org", "--name", "Lin")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip()) == 14
    again = wutong("add", "Lin", "--email", "other@example.org")
    assert again.returncode == 1
    assert "is taken" in again.stderr
    odd = wutong("add", "x", "--email", "x@example.org", "--role", "R19")
    assert odd.returncode == 2
    assert "R1 to R18" in odd.stderr
    done = wutong("invite", "zhao@example.org", "--role", "R12", "--organisation", "链办", "--kind", "department")
    assert "/accounts/password/reset/key/" in done.stdout
    assert list((tmp_path / "portal" / "outbox").iterdir())
    new = wutong("password", "lin@example.org", "--drop-factor")
    assert len(new.stdout.strip()) == 14
    assert "Nobody has" in wutong("password", "nobody").stderr
    listed = wutong("list").stdout
    assert "lin@example.org" in listed
    assert "R12 链办" in listed
    assert stat.S_IMODE((tmp_path / "portal").stat().st_mode) == 0o700
