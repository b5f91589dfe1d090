"""A catalogue in which a service changes and does not say what becomes of running cases is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from unit.catalog.test_services import CATALOG, TITLE, drawn, load
from wutong.catalog.upgrades import load_upgrades
from wutong.catalog.yaml_file import DeclarationRefused

SECOND = {"version": 2, "effective_from": "2026-06-01"}
CHANGED = {"pages": [{"code": "one", "title": TITLE, "fields": [{"code": "b", "title": TITLE}]}]}


def upgrades(folder: Path, second: dict[str, Any], steps: list[dict[str, Any]] | None) -> dict[int, Any]:
    services = load(folder, drawn(effective_to="2026-05-31"), drawn(**SECOND, **second))
    if steps is not None:
        (folder / "GS01" / "upgrades.yml").write_text(yaml.safe_dump({"steps": steps}), encoding="utf-8")
    return load_upgrades(folder, services, CATALOG.flows)["GS01"]


@pytest.mark.parametrize(
    ("second", "steps", "said"),
    [
        (CHANGED, None, "version 2 differs from 1 and no step leads to it"),
        ({"flow": "joint"}, None, "no step leads to it"),
        ({"flow": "joint"}, [{"to": 2, "why": TITLE}], None),
        ({"flow": "instant"}, [{"to": 2, "why": TITLE}], "went: say which state it becomes"),
        ({"papers": [{"code": "p", "title": TITLE, "how": "upload"}]}, None, "no step leads to it"),
        (CHANGED, [{"to": 2, "why": TITLE}], "a went: say what it is called now"),
        (CHANGED, [{"to": 2, "why": TITLE, "fields": {"renamed": {"a": "b"}}}], None),
        (CHANGED, [{"to": 2, "why": TITLE, "fields": {"removed": ["a"], "added": [{"code": "b"}]}}], "give a default"),
        (CHANGED, [{"to": 2, "why": TITLE, "fields": {"removed": ["a"], "added": [{"code": "b", "ask": True}]}}], None),
        (CHANGED, [{"to": 2, "stay": TITLE}], None),
        (CHANGED, [{"to": 2}], "says why"),
        (CHANGED, [{"to": 2, "stay": TITLE, "states": {"paused": "paused"}}], "nothing else is said"),
        ({}, [{"to": 3, "why": TITLE}], "one version that there is"),
        ({}, None, None),
    ],
)
def test_what_differs_has_a_step(
    second: dict[str, Any], steps: list[dict[str, Any]] | None, said: str | None, tmp_path: Path
) -> None:
    if said is None:
        assert set(upgrades(tmp_path, second, steps)) == {one["to"] for one in steps or ()}
        return
    with pytest.raises(DeclarationRefused, match=said):
        upgrades(tmp_path, second, steps)
