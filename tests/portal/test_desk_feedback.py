"""What people judged, on file for the warehouse: every record, no names of people, and in the release after a build."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.drawn_ties import RELEASE, candidate
from portal.people import organisation, somebody
from portal.tied_release import tied_home
from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Kind as OrganisationKind
from wutong.portal.accounts.roles import Role
from wutong.portal.desk import feedback
from wutong.portal.desk.access import Judge
from wutong.portal.desk.actions import judging
from wutong.portal.desk.actions.judging import Asked, Seen
from wutong.portal.desk.models import Judgement, Kind, Verdict

REPOSITORY = Path(__file__).resolve().parents[2]
WUTONG = str(Path(sys.executable).with_name("wutong"))


@pytest.fixture
def judge(tmp_path: Path, settings: Settings) -> Judge:
    """Somebody who may judge, at a home of their own."""
    settings.WUTONG_HOME = Home(tmp_path)
    where = organisation("Office", OrganisationKind.PLATFORM)
    return Judge(somebody("clerk", Role.DATA_STEWARD, where), Role.DATA_STEWARD, where)


def say(by: Judge, verdict: Verdict, step: int, why: str = "") -> None:
    one = candidate("cn-a")
    seen = Seen(one.enterprise_id, one.name_zh, one.score, one.reasons_zh, one.reasons_en, one.evidence)
    asked = Asked(Kind.NAME_ENTERPRISE, "Kang Lin 生物", RELEASE.version, step)
    judging.judge(asked=asked, seen=[seen], verdict=verdict, why=why, by=by)


def lines() -> list[dict[str, str | None]]:
    text = (feedback.folder() / feedback.FILE).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.django_db
def test_every_record_is_told_and_none_of_the_person(judge: Judge) -> None:
    say(judge, Verdict.UNSURE, 0, why="Two of that name")
    say(judge, Verdict.SAME, 1)
    path, count = feedback.write()
    assert (count, path.name) == (2, feedback.FILE)
    first, second = lines()
    declared = {column.name for column in load_catalog().sources["portal_feedback"].columns}
    assert set(first) == declared
    assert (first["name"], first["enterprise_id"], first["verdict"]) == ("Kang Lin 生物", "cn-a", "unsure")
    assert (first["why"], second["why"]) == ("Two of that name", None)
    assert (first["judged_by"], first["role"]) == (str(judge.person.pk), "R17")
    assert str(first["judged_at"]).endswith("+00:00")
    assert (first["supersedes"], second["supersedes"]) == (None, first["judgement_id"])
    text = path.read_text(encoding="utf-8").lower()
    assert "clerk" not in text
    assert "@" not in text


@pytest.mark.django_db
def test_the_file_is_replaced_as_a_whole(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    say(judge, Verdict.UNSURE, 0)
    path, _ = feedback.write()
    before = path.read_bytes()
    say(judge, Verdict.SAME, 1)

    def broken(one: Judgement) -> dict[str, str | None]:
        if one.verdict == Verdict.SAME:
            raise OSError("disk full")
        return {}

    with monkeypatch.context() as patch:
        patch.setattr(feedback, "line_of", broken)
        with pytest.raises(OSError, match="disk full"):
            feedback.write()
    assert path.read_bytes() == before
    feedback.write()
    assert len(lines()) == 2


@pytest.mark.django_db
def test_it_is_written_again_only_after_a_judgement(judge: Judge) -> None:
    assert not feedback.write_if_new()
    say(judge, Verdict.UNSURE, 0)
    assert feedback.write_if_new()
    path = feedback.folder() / feedback.FILE
    later = Judgement.objects.get().judged_at.timestamp() + 10 * feedback.SECONDS_BETWEEN
    os.utime(path, (later, later))
    assert not feedback.write_if_new()
    earlier = later - 11 * feedback.SECONDS_BETWEEN
    os.utime(path, (earlier, earlier))
    assert feedback.write_if_new()


JUDGE = """
import sys
from pathlib import Path
from wutong.portal.preparing import prepare
home = Path(sys.argv[1])
prepare(home)
sys.path.insert(0, sys.argv[2])
from django.test import Client
from portal.people import organisation, signed_in, somebody
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.atlas.access import current_release
from wutong.portal.desk.models import Judgement
from wutong.portal.desk.queries.queue import queue_of
import json
from wutong.portal.accounts.models import Person
if not Person.objects.exists():
    somebody("clerk", Role.DATA_STEWARD, organisation("Office", Kind.PLATFORM))
client = signed_in(Person.objects.get())
release = current_release()
for verdict in sys.argv[3:]:
    item = queue_of(release).items[0]
    fields = {"kind": item.tie.kind.value, "name": item.tie.name, "release": release.version, "step": 0}
    fields |= {"verdict": verdict, "candidate": item.open_ids[0]}
    answer = client.post("/desk/judge/", fields, HTTP_HOST="localhost")
    assert answer.status_code == 302, answer.status_code
print(json.dumps([item.tie.name for item in queue_of(release).items]))
print(json.dumps(list(Judgement.objects.order_by("number").values_list("name", "enterprise_id", "verdict"))))
"""


def run(*command: str, home: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}
    environment |= {"WUTONG_HOME": str(home), "WUTONG_LANG": "en"}
    done = subprocess.run([*command], env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def ties(home: Path, where: str) -> list[tuple[str, ...]]:
    sql = f"SELECT name, enterprise_id, verdict, origin FROM name_ties WHERE {where} ORDER BY name"
    out = run(WUTONG, "query", sql, "--format", "json", "--home", str(home), home=home)
    return [tuple(json.loads(line).values()) for line in out.splitlines()]


@pytest.mark.slow
def test_judgements_rule_the_next_release_and_one_from_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(tied_home(), home)
    judged = run(
        sys.executable, "-c", JUDGE, str(home), str(REPOSITORY / "tests"), "same", "different", "unsure", home=home
    )
    left, made = (json.loads(line) for line in judged.strip().splitlines())
    assert [verdict for _, _, verdict in made] == ["same", "different", "unsure"]
    exported = run(WUTONG, "feedback", "export", "--home", str(home), home=home).strip()
    assert len(Path(exported).read_text(encoding="utf-8").splitlines()) == 3
    assert "portal_feedback" in run(WUTONG, "build", "--home", str(home), home=home)
    expected = ties(home, "origin = 'judged'")
    assert (made[0][0], made[0][1], "same", "judged") in expected
    assert not [row for row in expected if row[:3] == (made[1][0], made[1][1], "same")]
    assert [row[2] for row in expected if row[0] == made[2][0]] == ["unsure"]
    # What was judged is not asked again on the new release, nor on one that is built from nothing.
    assert run(sys.executable, "-c", JUDGE, str(home), str(REPOSITORY / "tests"), home=home).splitlines()[
        0
    ] == json.dumps(left)
    for name in ("parts", "batches", "records", "releases", "models"):
        shutil.rmtree(home / name, ignore_errors=True)
    (home / "promoted").unlink()
    run(WUTONG, "build", "--home", str(home), home=home)
    assert ties(home, "origin = 'judged'") == expected
    assert run(sys.executable, "-c", JUDGE, str(home), str(REPOSITORY / "tests"), home=home).splitlines()[
        0
    ] == json.dumps(left)
