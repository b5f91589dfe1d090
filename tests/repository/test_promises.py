"""What the repository promises about itself."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.portal.placements.wording import FLOW as PLACEMENT
from wutong.portal.voice.actions.speaking import FLOW as VOICE
from wutong.workflow import sureness
from wutong.workflow.drawing import document

REPOSITORY = Path(__file__).resolve().parents[2]
LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [REPOSITORY / name for name in listed.stdout.split("\0") if name]


def test_every_flow_is_gone_by() -> None:
    catalog = load_catalog()
    services = [one for versions in catalog.services.values() for one in versions]
    gone_by = {flow for one in services for flow in (one.flow, one.flow_of_renewals)}
    gone_by |= {kind.flow for kind in catalog.filings.values()} | {VOICE, PLACEMENT}
    unused = sorted(set(catalog.flows) - gone_by)
    assert not unused, f"catalog/flows: no service, kind of filing or app goes by {', '.join(unused)}; remove it"


def test_locks_name_no_host() -> None:
    assert LOCKS
    for lock in LOCKS:
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name
    npm = json.loads((REPOSITORY / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in npm["packages"].items() if "resolved" in package]


def test_locked_libraries_are_hashed() -> None:
    for lock in LOCKS:
        text = lock.read_text(encoding="utf-8")
        assert text.count("==") <= text.count("--hash=sha256:")


def test_each_dependency_says_why() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r"^    \"[a-z][^\"]*[><=][^\"]*\",(.*)$", text, re.MULTILINE)
    assert len(listed) > 30
    assert all("#" in rest for rest in listed)


def test_changelog_begins_with_the_version() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \d+\.\d+\.\d+", text, re.MULTILINE)


def test_environment_is_read_in_one_place() -> None:
    allowed = {"src/wutong/kernel/environment.py"}
    readers = {
        str(path.relative_to(REPOSITORY))
        for path in (REPOSITORY / "src").rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert readers <= allowed


def test_every_setting_is_documented() -> None:
    documented = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    settings = set(re.findall(r"\"(WUTONG_[A-Z_]+)\"", code))
    assert settings
    assert not {name for name in settings if name not in documented}


def test_source_folders_are_complete() -> None:
    for source in load_catalog().sources:
        folder = REPOSITORY / "sources" / source
        assert (folder / "README.md").is_file(), source
        assert list(folder.glob("sample.*")), source


def test_no_large_file_is_kept() -> None:
    large = [path.name for path in tracked() if path.is_file() and path.stat().st_size > 600_000]
    assert not large


def test_decision_records_agree_with_their_numbers() -> None:
    numbers = []
    for record in sorted((REPOSITORY / "docs" / "adr").glob("*.md")):
        number = record.name[:4]
        assert record.read_text(encoding="utf-8").startswith(f"# {number}"), record.name
        numbers.append(int(number))
    assert numbers == list(range(1, len(numbers) + 1))


def test_flows_are_drawn_as_they_are_declared() -> None:
    """docs/flows.md is what `make flows` draws."""
    assert (REPOSITORY / "docs" / "flows.md").read_text(encoding="utf-8") == document(load_catalog().flows.values())


def test_how_sure_services_are_is_told_as_they_are_declared() -> None:
    """docs/services.md is what `make flows` writes."""
    assert (REPOSITORY / "docs" / "services.md").read_text(encoding="utf-8") == sureness.page(load_catalog())


def test_the_guide_to_imports_is_sound() -> None:
    """No question out of reach, no loop, no outcome without basis: a guide that does not hold cannot be read."""
    assert load_catalog().imports.trees


def test_a_running_case_can_follow_its_service() -> None:
    """Between any two versions of a service stands a step that fits them, or the reason why cases stay."""
    catalog = load_catalog()
    assert set(catalog.upgrades) == set(catalog.services)
