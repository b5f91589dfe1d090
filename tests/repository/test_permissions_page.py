"""docs/permissions.md says what code and flows say."""

from pathlib import Path

from wutong.portal.permissions_page import page

WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


def test_permissions_are_drawn_as_they_are() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == page(), "roles or flows changed: run `make permissions`"
