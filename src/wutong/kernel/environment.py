"""The only module that reads environment variables. Every variable is listed in docs/settings.md."""

import os
from pathlib import Path

from wutong.kernel.bilingual import Language, Text
from wutong.kernel.errors import WutongError


class OddSetting(WutongError):
    code = "setting.odd"
    exit_code = 2
    sentence = Text(
        zh="环境变量 {name} 的值“{value}”无法识别，可用的值：{allowed}。",
        en="The environment variable {name} has the value “{value}”; it must be {allowed}.",
    )


def text(name: str, default: str = "") -> str:
    """The variable as it stands, or `default`."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """A yes-or-no variable; anything but True or False is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"True", "False"}:
        raise OddSetting(name=name, value=value, allowed="True, False")
    return value == "True"


def number(name: str, default: int) -> int:
    """A whole number, or `default`."""
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isdigit():
        raise OddSetting(name=name, value=value, allowed="0, 1, 2, …")
    return int(value)


def secret(name: str, default: str = "") -> str:
    """A secret from `name`, or from the file that `name_FILE` points to."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def language() -> Language:
    """The language of the terminal: WUTONG_LANG first, then the locale; Chinese unless it says English."""
    chosen = os.environ.get("WUTONG_LANG")
    if chosen is not None:
        if chosen not in {"zh", "en"}:
            raise OddSetting(name="WUTONG_LANG", value=chosen, allowed="zh, en")
        return "zh" if chosen == "zh" else "en"
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.startswith("zh") else "en"


def home() -> Path:
    """Where data, releases and the portal's database live unless `--home` says otherwise."""
    chosen = os.environ.get("WUTONG_HOME")
    return Path(chosen).expanduser() if chosen else Path.home() / ".local" / "share" / "wutong"


def cache() -> Path:
    """Where what only saves time is kept, for every home of this user; it may be deleted at any time."""
    chosen = os.environ.get("WUTONG_CACHE")
    return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "wutong"


def choose_home(path: Path) -> None:
    """Make `path` the home of this process and of those it starts."""
    os.environ["WUTONG_HOME"] = str(path)


def choose_settings(module: str) -> None:
    """Name the Django settings of this process, unless they are named already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)
