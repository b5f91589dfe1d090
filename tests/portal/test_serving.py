"""Preparing and serving, in processes of their own: on SQLite and PostgreSQL, with clear words where it cannot be."""

import http.client
import json
import os
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from wutong.portal import frontend
from wutong.portal.frontend import LIBRARY_FILES, FrontendNotInstalled
from wutong.portal.server import AddressRefused, PortTaken, listen

SERVE = """
import sys
from pathlib import Path
from wutong.portal.server import serve
def say(address):
    sys.stdout.write(address + "\\n")
    sys.stdout.flush()
serve(host="127.0.0.1", port=0, home=Path(sys.argv[1]), workers=2, ready=say)
"""
PREPARE = (
    "import sys; from pathlib import Path; from wutong.portal.preparing import prepare; prepare(Path(sys.argv[1]))"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a database; empty for the SQLite file of the home."""
    if request.param == "sqlite":
        return ""
    address = os.environ.get("WUTONG_TEST_POSTGRES_URL")
    if not address:
        pytest.skip("no PostgreSQL to test with; set WUTONG_TEST_POSTGRES_URL")
    return address


def surroundings(database: str = "", **more: str) -> dict[str, str]:
    """Environment variables of a process with nothing of ours but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}
    return kept | ({"WUTONG_DATABASE_URL": database} if database else {}) | more


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[str]:
    command = [sys.executable, "-c", SERVE, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            assert process.wait(timeout=60) == 0


def get(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode(), dict(answer.headers)


@pytest.mark.slow
def test_a_fresh_home_is_served(tmp_path: Path, database: str) -> None:
    with serving(tmp_path, surroundings(database)) as address:
        status, body, _ = get(f"{address}healthz")
        assert (status, json.loads(body)) == (200, {"status": "ok", "database": True})
        status, body, headers = get(address)
        assert status == 503
        assert "还没有发布的数据版本" in body
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        style = body.split('rel="stylesheet" href="')[1].split('"')[0]
        status, _, headers = get(address.rstrip("/") + style)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        assert get(address, Host="elsewhere.example")[0] == 400


@pytest.mark.slow
def test_preparing_twice_changes_nothing(tmp_path: Path, database: str) -> None:
    for _ in range(2):
        subprocess.run([sys.executable, "-c", PREPARE, str(tmp_path)], env=surroundings(database), check=True)
    key = tmp_path / "portal" / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text(encoding="ascii")) >= 50
    before = key.read_bytes()
    subprocess.run([sys.executable, "-c", PREPARE, str(tmp_path)], env=surroundings(database), check=True)
    assert key.read_bytes() == before
    assert (tmp_path / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").is_file()
    assert (tmp_path / "portal" / "db.sqlite3").is_file() == (not database)


@pytest.mark.slow
def test_behind_https_cookies_are_secure_and_http_is_left(tmp_path: Path) -> None:
    with serving(tmp_path, surroundings(WUTONG_HTTPS="True")) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        connection.request("GET", "/data/indicators/")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 301
        assert (answer.getheader("Location") or "").startswith("https://")
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-Proto": "https"}
        connection.request("POST", "/language/", body="language=en&next=/", headers=form)
        answer = connection.getresponse()
        answer.read()
        assert "max-age=31536000" in (answer.getheader("Strict-Transport-Security") or "")
        assert "secure" in (answer.getheader("Set-Cookie") or "").lower()
        connection.close()


def test_a_taken_port_is_said_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            listen("127.0.0.1", port)
    assert str(port) in caught.value.text.zh
    other_port = port + 1 if port < 65_535 else port - 1
    assert f"--port {other_port}" in caught.value.text.en
    # Who typed `make up` has no `wutong` on the path, and would serve another home with it.
    assert f"make up PORT={other_port}" in caught.value.text.zh
    assert "wutong serve" not in caught.value.text.en


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_that_is_not_ours_is_said(host: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        listen(host, 0)
    assert host in caught.value.text.en


def test_an_odd_database_address_is_said(tmp_path: Path) -> None:
    environment = surroundings("mysql://somewhere/db")
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "WUTONG_DATABASE_URL must read" in done.stderr


def test_npm_that_fails_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools, target = tmp_path / "bin", tmp_path / "frontend"
    tools.mkdir()
    target.mkdir()
    (target / "package-lock.json").write_text("{}", encoding="utf-8")
    npm = tools / "npm"
    npm.write_text("#!/bin/sh\necho 'network is unreachable' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setattr(frontend, "folder", lambda home: target)
    with pytest.raises(FrontendNotInstalled) as caught:
        frontend.install(tmp_path)
    assert "network is unreachable" in caught.value.text.en


def test_libraries_that_are_there_are_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}", encoding="utf-8")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / ".wutong-lock").write_bytes(lock.read_bytes())
    monkeypatch.setattr(frontend, "folder", lambda home: tmp_path)
    monkeypatch.setattr(frontend, "_run_npm", lambda target: pytest.fail("npm was run"))
    frontend.install(tmp_path)


def test_every_library_file_is_in_its_package() -> None:
    modules = frontend.folder(Path()) / "node_modules"
    if not modules.is_dir():
        pytest.skip("the front-end libraries are not installed; run make setup")
    for wanted in LIBRARY_FILES.values():
        assert (modules / wanted).is_file(), wanted


def test_the_front_end_lock_names_no_host() -> None:
    assert "://" not in (frontend.folder(Path()) / "package-lock.json").read_text(encoding="utf-8")
