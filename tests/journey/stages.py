"""The demo being served with its cast, in a process of its own, for journeys."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from journey.conftest import with_portal
from portal.releases import release_home

SERVE = """
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


@dataclass(frozen=True)
class Stage:
    """A demo being served, and its people's passwords."""

    address: str
    passwords: dict[str, str]


@contextmanager
def staged(home: Path, *furnish: str) -> Iterator[Stage]:
    """The demo's release in `home`, an empty folder, with what `furnish` names to look at."""
    for name in ("releases", "promoted"):
        (home / name).symlink_to(release_home() / name)
    command = [sys.executable, "-c", SERVE, str(with_portal(home)), *furnish]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings()) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().rstrip("/")
        held = json.loads((home / "portal" / "demo-accounts.json").read_text(encoding="utf-8"))
        try:
            yield Stage(address, {name: kept["password"] for name, kept in held.items()})
        finally:
            process.terminate()
            process.wait(timeout=90)


def surroundings() -> dict[str, str]:
    """The environment without anything of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}
