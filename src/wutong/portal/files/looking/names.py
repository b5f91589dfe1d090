"""The name that a file was given, made fit to be shown and saved. It never becomes part of a path of ours."""

import re
import unicodedata

from wutong.portal.files.refusals import NameUnusable

LONGEST = 150
# Control and format characters (such as those that turn the reading direction), surrogates, private use, unassigned.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_UNFIT = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def clean(given: str) -> str:
    """The last part of `given` without what cannot be seen or saved; raises NameUnusable where nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or not _is_unseen(char))
    plain = " ".join(_UNFIT.sub("_", seen).split())
    stem, dot, ending = plain.rpartition(".")
    stem = stem.strip(" .")
    if not dot or not stem or not ending.isalnum() or len(ending) > 8 or _DEVICES.fullmatch(stem.split(".")[0]):
        raise NameUnusable(name=plain[:LONGEST])
    return f"{stem[: LONGEST - 1 - len(ending)].rstrip(' .')}.{ending}"


def ending_of(name: str) -> str:
    """What follows the last dot of a cleaned name, in small letters."""
    return name.rpartition(".")[2].lower()


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN
