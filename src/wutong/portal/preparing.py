"""Make a home ready to be served: secret key, messages, database, static files. Safe to run again."""

import fcntl
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from wutong.catalog.root import declarations
from wutong.kernel import environment
from wutong.kernel.home import Home

SETTINGS = "wutong.portal.settings"


def prepare(home: Path) -> None:
    """Bring the portal under `home` up to date with this version of Wutong.

    Must be the first thing in its process to touch Django; raises what the database raises.
    """
    with _alone(home):
        make_secret_key(Home(home).portal / "secret_key")
        compile_messages(declarations() / "locale", Home(home).portal / "locale")
        start_django(home)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        _collect_static(Home(home).portal / "static")
        # Workers are forked from this process and must not share a connection.
        connections.close_all()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Only one process prepares a home at a time; the next finds the work done."""
    folder = Home(home).portal
    # Passwords' hashes and mail lie in it: nobody else on this machine may look.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "prepare.lock").open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def start_django(home: Path) -> None:
    """Load the settings for `home` and the apps."""
    environment.choose_home(home)
    environment.choose_settings(SETTINGS)
    django.setup()


def compile_messages(source: Path, target: Path) -> None:
    """Every .po under `source` as .mo at the same place under `target`, where it is newer."""
    for po in sorted(source.rglob("*.po")):
        mo = (target / po.relative_to(source)).with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        draft = mo.with_name(f"{mo.name}.{secrets.token_hex(4)}")
        with po.open("rb") as readable, draft.open("wb") as writable:
            write_mo(writable, read_po(readable))
        draft.replace(mo)


def _collect_static(target: Path) -> None:
    """Static files with their names hashed and their contents compressed; nothing where none has changed."""
    found = sorted(
        (path, storage.path(path), Path(storage.path(path)).stat().st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    digest = hashlib.sha256(repr(found).encode()).hexdigest()
    collected = target / ".collected"
    if collected.is_file() and collected.read_text(encoding="ascii") == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    collected.write_text(digest, encoding="ascii")


def make_secret_key(path: Path) -> None:
    """The key of this installation: made once, readable by its owner only."""
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    draft.replace(path)
