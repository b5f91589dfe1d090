"""Where the declarations lie: the repository when it is checked out, the package when it is installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_REPOSITORY = _PACKAGE.parents[1]


def declarations() -> Path:
    """The folder that holds catalog/, sources/, locale/, frontend/ and CHANGELOG.md."""
    installed = _PACKAGE / "_declarations"
    return installed if installed.is_dir() else _REPOSITORY


def is_checkout() -> bool:
    """True where Wutong runs from its repository."""
    return not (_PACKAGE / "_declarations").is_dir()
