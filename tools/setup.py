"""Make the private environment in .venv. Standard library only: it runs before anything is installed.

Usage: python3 tools/setup.py base|dev. Does nothing when the environment already matches the lock.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LEAST_PYTHON = (3, 11)
LEAST_FREE_GIB = 3

SENTENCES = {
    "python": (
        "需要 Python 3.11 或更高版本，当前是 {found}。请安装后用 make PYTHON=python3.11 重试。",
        "Python 3.11 or newer is needed; this is {found}. Install it and run make PYTHON=python3.11.",
    ),
    "venv": (
        "此 Python 不能建立虚拟环境。在 Debian 或 Ubuntu 上请安装 python3-venv，然后重试。",
        "This Python cannot make a virtual environment. On Debian or Ubuntu install python3-venv, then retry.",
    ),
    "disk": (
        "{place} 只剩 {free:.1f} GiB，需要至少 {least} GiB。请腾出空间后重试。",
        "Only {free:.1f} GiB are free at {place}; at least {least} GiB are needed. Make room and try again.",
    ),
    "install": (
        "安装依赖失败。请检查网络或软件源设置后重试；详情见 {log}。",
        "The libraries could not be installed. Check the network or the package source and try again; see {log}.",
    ),
    "frontend": (
        "安装前端库失败。请检查网络或 npm 源设置后重试；详情见 {log}。",
        "The front-end libraries could not be installed. Check the network or npm's source; see {log}.",
    ),
}


def main(kind: str) -> int:
    """Install lock `kind` unless it is installed already; returns an exit code."""
    if sys.version_info < LEAST_PYTHON:
        return refuse("python", found=sys.version.split()[0])
    stamp = VENV / f"installed-{kind}"
    state = fingerprint(kind)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return 0
    free = shutil.disk_usage(ROOT).free / 2**30
    if free < LEAST_FREE_GIB:
        return refuse("disk", place=ROOT, free=free, least=LEAST_FREE_GIB)
    failure = environment() or libraries(kind) or frontend()
    if failure:
        return failure
    stamp.write_text(state, encoding="utf-8")
    if kind == "dev":
        (VENV / "installed-base").write_text(fingerprint("base"), encoding="utf-8")
    return 0


def fingerprint(kind: str) -> str:
    """What the environment depends on, as one digest."""
    files = (
        ROOT / "requirements" / f"{kind}.txt",
        ROOT / "frontend" / "package-lock.json",
        ROOT / "pyproject.toml",
    )
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def environment() -> int:
    """Make .venv where there is none."""
    if (VENV / "bin" / "python").exists():
        return 0
    say("建立环境 .venv …", "Making the environment .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        return refuse("venv")
    return 0


def libraries(kind: str) -> int:
    """Install the hashed lock, then Wutong itself without fetching anything more."""
    say("安装依赖（约一两分钟）…", "Installing libraries (a minute or two) …")
    lock = ROOT / "requirements" / f"{kind}.txt"
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    fetched = logged([*pip, "--require-hashes", "-r", str(lock)])
    if fetched:
        return refuse("install", log=LOG)
    if logged([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]):
        return refuse("install", log=LOG)
    return 0


def frontend() -> int:
    """Install the front-end libraries that the portal serves."""
    say("安装前端库 …", "Installing the front-end libraries …")
    if logged([str(VENV / "bin" / "wutong"), "assets"]):
        return refuse("frontend", log=LOG)
    return 0


LOG = VENV / "setup.log"


def logged(command: list[str]) -> int:
    """Run `command` with its output in the log; returns its exit code."""
    with LOG.open("a", encoding="utf-8") as log:
        return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, check=False).returncode


def refuse(cause: str, **params: object) -> int:
    """One sentence in each language, and the exit code of a machine that lacks something."""
    zh, en = SENTENCES[cause]
    say(zh.format(**params), en.format(**params), stream=sys.stderr)
    return 3


def say(zh: str, en: str, stream: object = None) -> None:
    """A line in the language of the terminal."""
    chosen = os.environ.get("WUTONG_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    print(zh if chosen.startswith("zh") else en, file=stream or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "base"))
