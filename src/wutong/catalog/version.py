"""The version of this code, read from the first heading of CHANGELOG.md so that the two cannot drift."""

import re

from wutong.catalog.root import declarations


def code_version() -> str:
    """For example 0.1.0."""
    text = (declarations() / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    return found[1] if found else "0"
