"""No page speaks a language that its reader did not choose."""

import re

from babel.messages.pofile import read_po

from wutong.portal import messages

_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|</?[a-z]+>")


def test_every_msgid_has_its_chinese() -> None:
    assert messages.untranslated() == []


def test_the_catalogue_holds_nothing_that_no_page_says() -> None:
    said = {(message.id, message.context) for message in messages.extracted()}
    with messages.CHINESE.open("rb") as file:
        held = [(message.id, message.context) for message in read_po(file) if message.id]
    assert not [one for one in held if one not in said]


def test_translations_keep_their_placeholders() -> None:
    with messages.CHINESE.open("rb") as file:
        for message in read_po(file):
            if not message.id:
                continue
            msgid = message.id if isinstance(message.id, str) else message.id[1]
            text = message.string if isinstance(message.string, str) else message.string[0]
            assert sorted(_PLACEHOLDER.findall(msgid)) == sorted(_PLACEHOLDER.findall(text)), msgid


def test_extraction_finds_code_and_templates() -> None:
    found = {message.id for message in messages.extracted()}
    assert {"Skip to content", "By founding year", ("%(gaps)s gap", "%(gaps)s gaps"), "Core"} <= found
