"""What kinds of notices are called. An app declares its own in its acts.py, which is found when Django starts.

A kind that nobody declared is still sent, and shown by its code.
"""

from wutong.kernel.bilingual import Text
from wutong.portal.shared.language import wording

_KINDS: dict[str, Text] = {}


def declare_kind(code: str, name: Text) -> None:
    """Make known what the kind `code` is called; a code may be declared once."""
    assert _KINDS.setdefault(code, name) is name, f"{code} is declared twice"


def kind_name(code: str) -> str:
    """The name of a kind in the reader's language, or its code."""
    name = _KINDS.get(code)
    return wording(name) if name else code
