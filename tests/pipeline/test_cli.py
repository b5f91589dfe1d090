"""The command line as a user types it: one process a command, its output and its exit code."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("cli")
KINDS = ("sources", "tables", "chain", "indicators", "services", "applications", "clusters")


def wutong(*arguments: str | Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("wutong"), *arguments]
    environment = {**os.environ, "WUTONG_LANG": language, "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, register: Path) -> Path:
    place = tmp_path_factory.mktemp("cli")
    done = wutong("build", "--source", f"cn_registrations={register}/registry/*.csv.gz", "--home", place)
    assert done.returncode == 0, done.stderr
    assert "rows_held_back" in done.stdout
    assert "Promoted" in done.stderr
    return place


def test_a_second_build_repeats_the_files_of_the_first(home: Path) -> None:
    done = wutong("build", "--home", home)
    assert done.returncode == 0
    assert "Nothing has changed" in done.stderr


def test_query_answers_in_every_format(home: Path) -> None:
    sql = "select tier, segment, count(*) as n from enterprises group by all order by n desc, 1, 2"
    rows = list(csv.DictReader(io.StringIO(wutong("query", sql, "--format", "csv", "--home", home).stdout)))
    lines = [json.loads(line) for line in wutong("query", sql, "--format", "json", "--home", home).stdout.splitlines()]
    assert [(row["tier"], int(row["n"])) for row in rows] == [(line["tier"], line["n"]) for line in lines]
    assert sum(line["n"] for line in lines) > 500
    assert rows[0]["segment"] in wutong("query", sql, "--home", home).stdout


def test_query_changes_nothing(home: Path) -> None:
    refused = wutong("query", "create table x as select 1", "--home", home)
    assert refused.returncode == 2
    assert "[query.refused]" in refused.stderr


def test_query_loses_neither_a_column_nor_the_screen(home: Path) -> None:
    twice = wutong("query", "select 1 as n, 2 as n", "--format", "json", "--home", home)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "[query.column_twice]" in twice.stderr
    long = wutong("query", "select range as n from range(10001) order by n", "--home", home)
    assert (len(long.stdout.splitlines()), " 9999 " in long.stdout) == (10_004, True)
    assert "--format csv" in long.stderr


def test_search_gives_one_object_a_query(home: Path, tmp_path: Path) -> None:
    sql = "select name_zh, credit_code from enterprises where credit_code is not null and not is_branch limit 2"
    asked = wutong("query", sql, "--format", "json", "--home", home).stdout.splitlines()
    known = {json.loads(line)["name_zh"]: json.loads(line)["credit_code"] for line in asked}
    file = tmp_path / "names.txt"
    file.write_text("\n".join(known), encoding="utf-8")
    found = [
        json.loads(line) for line in wutong("search", "--file", file, "--json", "--home", home).stdout.splitlines()
    ]
    assert [one["query"] for one in found] == list(known)
    for one in found:
        first = one["results"][0]
        assert (first["name_zh"], first["credit_code"]) == (one["query"], known[one["query"]])
        assert first["why"]
        assert one["ms"] > 0


def test_match_ties_names_of_a_file(home: Path, tmp_path: Path) -> None:
    sql = "select name_zh, enterprise_id from enterprises where not is_branch and legal_form = 'limited' limit 1"
    known = json.loads(wutong("query", sql, "--format", "json", "--home", home).stdout)
    file, out = tmp_path / "names.csv", tmp_path / "out.xlsx"
    file.write_text(f"sponsor\n{known['name_zh']}\nZzyzx Dynamics Corp.\n", encoding="utf-8")
    done = wutong("match", file, "--column", "sponsor", "--json", "--out", out, "--home", home)
    found, none = map(json.loads, done.stdout.splitlines())
    assert (found["candidates"][0]["enterprise_id"], found["verdict"]) == (known["enterprise_id"], "same")
    assert found["candidates"][0]["reasons"]
    assert (none["verdict"], none["candidates"]) == ("none", [])
    assert out.stat().st_size > 0
    refused = wutong("match", file, "--column", "company", "--home", home)
    assert (refused.returncode, "sponsor" in refused.stderr) == (2, True)


def test_match_ties_hospitals_to_a_list(tmp_path: Path) -> None:
    names, standard = tmp_path / "names.csv", tmp_path / "standard.csv"
    names.write_text("site,city\nQuzhou Jilan Hospital,Quzhou\nResearch Site,Quzhou\n", encoding="utf-8")
    standard.write_text("name\n衢州市霁岚医院\n衢州市第九人民医院\n", encoding="utf-8")
    against = ("--against", standard, "--against-column", "name")
    done = wutong("match", names, "--column", "site", "--city", "city", "--kind", "hospital", "--json", *against)
    found, none = map(json.loads, done.stdout.splitlines())
    assert (found["name_zh"], found["verdict"], found["enterprise_id"]) == ("衢州市霁岚医院", "same", "1")
    assert (none["verdict"], none["reasons"]) == ("none", ["it does not say which house"])


def test_what_cannot_be_read_or_written_is_said_before_the_work(home: Path, tmp_path: Path) -> None:
    names, wide = tmp_path / "names.csv", tmp_path / "wide.csv"
    names.write_text("sponsor\n某某\n", encoding="utf-8")
    wide.write_text("sponsor\n" + "某" * 200_000 + "\n", encoding="utf-8")
    nowhere = tmp_path / "absent" / "out.csv"
    for arguments, code, file in (
        (("search", "--file", nowhere), "match.file_absent", nowhere),
        (("match", wide, "--column", "sponsor"), "match.file_absent", wide),
        (("match", names, "--column", "sponsor", "--out", nowhere), "machine.file_refused", nowhere),
        (("issues", "--source", "registre"), "build.source_unknown", "registre"),
    ):
        done = wutong(*arguments, "--home", home)
        assert done.returncode in {2, 3}
        assert f"[{code}]" in done.stderr
        assert str(file) in done.stderr.replace("\n", "")
        assert "Traceback" not in done.stderr


def test_search_reads_names_as_an_office_writes_them(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes("无此企业甲乙丙\n\n".encode("gb18030"))
    done = wutong("search", "--file", file, "--home", home)
    assert (done.returncode, "Nothing is found for “无此企业甲乙丙”" in done.stderr) == (0, True)


def test_issues_lead_to_the_raw_row(home: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(wutong("issues", "--format", "csv", "--home", home).stdout)))
    held = [row for row in rows if row["reason"] == "too_few_fields"]
    assert held
    assert "杭州断行有限公司" in held[0]["raw"]


def test_releases_and_rollback(home: Path) -> None:
    assert "*" in wutong("releases", "--home", home).stdout
    refused = wutong("rollback", "--home", home, language="zh")
    assert refused.returncode == 1
    assert "没有保留的版本" in refused.stderr


def test_services_are_listed_with_their_limits_in_their_units() -> None:
    lines = wutong("catalog", "services").stdout.splitlines()
    poisons = next(line for line in lines if "GS21" in line)
    assert "3 calendar_day" in poisons
    assert "10 calendar_day (precursor_1)" in poisons
    assert "same_day" in next(line for line in lines if "GS18" in line)


@pytest.mark.parametrize("kind", KINDS)
def test_catalog_lists_each_kind(kind: str) -> None:
    done = wutong("catalog", kind, "--json")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(row["title"]["zh"] and row["title"]["en"] for row in rows)
    assert rows or kind == "services"


def test_without_a_release_the_way_out_is_said(tmp_path: Path) -> None:
    done = wutong("search", "某某", "--home", tmp_path, language="zh")
    assert done.returncode == 1
    assert "wutong build" in done.stderr


def test_help_shows_an_example_of_each_command() -> None:
    for command in (
        "build",
        "releases",
        "rollback",
        "issues",
        "query",
        "search",
        "catalog",
        "demo-data",
        "serve",
        "doctor",
    ):
        shown = wutong(command, "--help").stdout
        assert "Example" in shown, command
        assert "--home" in shown, command
