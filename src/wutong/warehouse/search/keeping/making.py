"""What an index was made with, so that no other code and no other declarations take it for their own."""

import hashlib
from pathlib import Path

from wutong.catalog.search import Search
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

FORMAT = 3  # to be raised whenever the files of an index change their meaning
_FILE = "made_with"


class IndexForeign(WutongError):
    code = "search.index_foreign"
    exit_code = 4
    sentence = Text(
        zh="检索库 {folder} 由另一版本的程序建立，不能使用。请重新运行 wutong build。",
        en="The search index {folder} was made by another version of the program. Run wutong build again.",
    )


def write_making(folder: Path, search: Search) -> None:
    """Say in the index in `folder` what it is made with."""
    (folder / _FILE).write_text(_making(search), encoding="ascii")


def is_made_alike(folder: Path, search: Search) -> bool:
    """Was the index in `folder` made by this code and with these declarations?"""
    return _read(folder) == _making(search)


def refuse_foreign(folder: Path) -> None:
    """Raise IndexForeign where this code cannot read the index in `folder`."""
    if _read(folder).split(" ")[0] != str(FORMAT):
        raise IndexForeign(folder=folder)


def _read(folder: Path) -> str:
    try:
        return (folder / _FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _making(search: Search) -> str:
    """The format, and a digest of the declarations that are built in (weights are applied when asked)."""
    declared = search.prominence.model_dump_json() + search.readings.model_dump_json()
    return f"{FORMAT} {hashlib.sha256(declared.encode()).hexdigest()[:16]}"
