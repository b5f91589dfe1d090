"""A page is made once a release, and never shown to a reader of another language, theme or address."""

from pathlib import Path

from django.test import Client
from pytest_django import Settings

from wutong.kernel.home import Home


def test_the_second_time_nothing_is_made(reader: Client) -> None:
    assert reader.get("/chain/").context is not None
    again = reader.get("/chain/")
    assert again.context is None
    assert again.content == reader.get("/chain/").content


def test_language_theme_and_address_are_told_apart(home: Home, client: Client) -> None:
    seen = set()
    for language in ("zh-hans", "en"):
        for theme in ("light", "dark"):
            for path in ("/chain/", "/chain/?place=330000", "/?place=330000"):
                client.cookies["wutong_language"] = language
                client.cookies["wutong_theme"] = theme
                seen.add(client.get(path).content)
    assert len(seen) == 12


def test_another_release_is_not_answered_with_the_pages_of_the_first(
    reader: Client, home: Home, settings: Settings, tmp_path: Path
) -> None:
    assert home.promoted.read_text(encoding="utf-8").strip() in reader.get("/").content.decode()
    other = Home(tmp_path)
    served = home.promoted.read_text(encoding="utf-8").strip()
    other.releases.mkdir()
    (other.releases / "20300101-000000-abcdef").symlink_to((home.releases / served).resolve())
    other.promoted.write_text("20300101-000000-abcdef", encoding="utf-8")
    settings.WUTONG_HOME = other
    page = reader.get("/").content.decode()
    assert "20300101-000000-abcdef" in page
    assert served not in page


def test_a_missing_page_is_not_kept(reader: Client) -> None:
    for _ in range(2):
        assert reader.get("/chain/no_such_node/").status_code == 404


def test_releases_that_come_and_go_are_shown_at_once(
    reader: Client, home: Home, settings: Settings, tmp_path: Path
) -> None:
    served = home.promoted.read_text(encoding="utf-8").strip()
    other = Home(tmp_path)
    other.releases.mkdir()
    (other.releases / served).symlink_to((home.releases / served).resolve())
    other.promoted.write_text(served, encoding="utf-8")
    settings.WUTONG_HOME = other
    page = reader.get("/data/").content.decode()
    assert "20200101-000000-abcdef" not in page
    # Two releases are kept: the second is a copy that was promoted once, as after a rollback.
    folder = other.releases / "20200101-000000-abcdef"
    folder.mkdir()
    for part in (home.releases / served).iterdir():
        (folder / part.name).symlink_to(part.resolve())
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").write_text(manifest.replace(served, folder.name), encoding="utf-8")
    assert folder.name in reader.get("/data/").content.decode()
