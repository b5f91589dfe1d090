"""Portals being served in processes of their own, by gunicorn as users have it, for journeys."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.releases import kept, release_home
from wutong.catalog.root import declarations

SERVE = """
import sys
from pathlib import Path
from wutong.portal.server import serve
def say(address):
    sys.stdout.write(address + "\\n")
    sys.stdout.flush()
serve(host="127.0.0.1", port=0, home=Path(sys.argv[1]), workers=1, ready=say)
"""
SERVE_CAST = """
import sys
from pathlib import Path
from wutong.cli.accounts import show_cast
from wutong.kernel.home import Home
from wutong.portal.server import serve
def tell():
    from django.db import connections
    from wutong.kernel.bilingual import Text
    from wutong.portal.accounts.models import Person
    from wutong.portal.notices import actions
    from wutong.portal.shared.audit.recording import Program
    subject, body = Text("系统将于周六维护", "Maintenance on Saturday"), Text("届时不能提交。", "Nothing is taken in.")
    for number in range(3):
        actions.send(
            to=Person.objects.filter(username__in=["admin", "lab"]), key=f"upkeep:{number}", kind="upkeep",
            subject=subject, body=body, address="/data/", by=Program("tests", "tests"),
        )
    connections.close_all()
def ready(address):
    show_cast(Home(Path(sys.argv[1])), furnish=sys.argv[2:])
    tell()
    sys.stdout.write(address + "\\n")
    sys.stdout.flush()
serve(host="127.0.0.1", port=0, home=Path(sys.argv[1]), workers=1, ready=ready)
"""
PREPARE = (
    "import sys; from pathlib import Path; from wutong.portal.preparing import prepare; prepare(Path(sys.argv[1]))"
)


@dataclass(frozen=True)
class Stage:
    """A demo being served, and its people's passwords."""

    address: str
    passwords: dict[str, str]


@contextmanager
def served(find_home: Callable[[], Path]) -> Iterator[str]:
    """The address of a portal over that home, which is looked for only where pages can be shown."""
    if not (declarations() / "frontend" / "node_modules").is_dir():
        pytest.skip("the front-end libraries are not installed; run make setup")
    with _running(SERVE, with_portal(find_home())) as address:
        yield address


@contextmanager
def staged(home: Path, *furnish: str) -> Iterator[Stage]:
    """A home being served to a cast, with what `furnish` names to look at; an empty one shows the demo's release."""
    if not (home / "releases").exists():
        show(home, release_home())
    with _running(SERVE_CAST, with_portal(home), *furnish) as address:
        held = json.loads((home / "portal" / "demo-accounts.json").read_text(encoding="utf-8"))
        yield Stage(address, {name: kept["password"] for name, kept in held.items()})


def show(home: Path, other: Path) -> None:
    """Let an empty home have the releases of another."""
    for name in ("releases", "promoted"):
        (home / name).symlink_to(other / name)


@contextmanager
def _running(program: str, home: Path, *more: str) -> Iterator[str]:
    command = [sys.executable, "-c", program, str(home), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings()) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address
            yield address.rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=90)


def with_portal(home: Path) -> Path:
    """The home, with a portal as one finds it that was stopped: the first preparation is long, and always the same."""
    draft = home / f"portal-{os.getpid()}"
    if not (home / "portal").exists():
        shutil.copytree(kept("-portal", _prepare) / "portal", draft)
        try:
            draft.rename(home / "portal")
        except OSError:  # another process was faster
            shutil.rmtree(draft)
    return home


def _prepare(home: Path) -> None:
    subprocess.run([sys.executable, "-c", PREPARE, str(home)], env=surroundings(), check=True)


def surroundings() -> dict[str, str]:
    """Environment variables of a process with nothing of ours in them."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}
