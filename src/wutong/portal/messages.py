"""The interface text: every msgid of code and templates, and the catalogue in locale/ that translates it.

msgids are English, so that only Chinese needs a catalogue. `make messages` brings it up to date.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from wutong.catalog.root import declarations

PACKAGE = Path(__file__).resolve().parent
CHINESE = declarations() / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<!\w)(?:(n?p?)gettext|_)\({_TEXT}(?:\s*,\s*{_TEXT})?(?:\s*,\s*{_TEXT})?")

_HEADER = """# The interface in Chinese (Simplified). Fill in each msgstr; `make messages` adds what is new.
msgid ""
msgstr ""
"Project-Id-Version: Wutong\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Message = tuple[str | tuple[str, str], str | None]  # msgid (with its plural), and context


def extracted() -> Catalog:
    """Every message that a page may show, with the file that says it."""
    found = Catalog(project="Wutong", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*")):
        place = (path.relative_to(PACKAGE.parents[2]).as_posix(), 0)
        if path.suffix == ".py":
            messages = _from_code(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            messages = _from_template(path)
        else:
            continue
        for msgid, context in messages:
            found.add(msgid, locations=[place], context=context)
    return found


def _from_code(path: Path) -> Iterator[Message]:
    for _, message, _, context in extract_from_file("python", path, keywords=_KEYWORDS):
        yield (message if isinstance(message, str) else (message[0], message[1])), context


def _from_template(path: Path) -> Iterator[Message]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for kind, *quoted in _CALL.findall(source):
        texts = [ast.literal_eval(text) for text in quoted if text]
        context = texts.pop(0) if "p" in kind else None
        yield ((texts[0], texts[1]) if "n" in kind else texts[0]), context


def update(po: Path = CHINESE) -> None:
    """Bring the Chinese catalogue up to date; what is no longer said is dropped."""
    catalog = _read(po)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        # A header without dates: the file changes only where a message does.
        file.write(_HEADER.encode())
        write_po(file, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)


def _read(po: Path) -> Catalog:
    if not po.is_file():
        return Catalog(locale="zh_Hans", project="Wutong", charset="utf-8")
    with po.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def untranslated(po: Path = CHINESE) -> list[str]:
    """The msgids that pages show and the catalogue lacks."""
    known = _read(po)
    missing = []
    for message in extracted():
        if not message.id:
            continue
        held = known.get(message.id, message.context)
        texts = held.string if held and isinstance(held.string, tuple) else (held.string if held else "",)
        if held is None or held.fuzzy or not all(texts):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing
