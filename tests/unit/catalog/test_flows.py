"""Flows that must be refused: each names what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from wutong.catalog.flows import Limit, Unit, load_flows
from wutong.catalog.yaml_file import DeclarationRefused

TITLE = {"zh": "题", "en": "Title"}
BASIS = {"text": TITLE, "confidence": "sourced"}


def flow(**changes: Any) -> dict[str, Any]:
    submit = {"from": ["draft"], "to": "open", "roles": ["R1"], "clocks": {"start": ["time"]}}
    finish = {"from": ["open"], "to": "done", "roles": ["R4"], "clocks": {"stop": ["time"]}}
    five = {"unit": "working_day", "amount": 5}
    whole: dict[str, Any] = {
        "code": "drawn",
        "title": TITLE,
        "summary": TITLE,
        "source": TITLE,
        "confidence": "sourced",
        "effective_from": "2026-01-01",
        "usual": ["draft", "open", "done"],
        "states": [
            {"code": "draft", "title": TITLE, "phase": "draft"},
            {"code": "open", "title": TITLE, "phase": "running"},
            {"code": "done", "title": TITLE, "phase": "ended"},
        ],
        "acts": [
            {"code": "submit", "title": TITLE, **submit},
            {"code": "finish", "title": TITLE, **finish},
        ],
        "clocks": [{"code": "time", "title": TITLE, "owner": "R4", "limit": five, "basis": BASIS}],
    }
    return whole | changes


def load(folder: Path, *flows: dict[str, Any]) -> dict[str, Any]:
    for one in flows:
        (folder / f"{one['code']}.yml").write_text(yaml.safe_dump(one, allow_unicode=True), encoding="utf-8")
    return dict(load_flows(folder))


def with_act(**changes: Any) -> dict[str, Any]:
    act = {"code": "more", "title": TITLE, "from": ["open"], "roles": ["R4"], **changes}
    return flow(acts=[*flow()["acts"], act])


LOST = {"code": "lost", "title": TITLE, "phase": "running"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (flow(states=[*flow()["states"], LOST]), "no act leads to lost"),
        (flow(states=[*flow()["states"], LOST], acts=with_act(to="lost")["acts"]), "lost never ends"),
        (flow(usual=["draft", "done"]), "usual way"),
        (with_act(roles=[]), "needs roles"),
        (with_act(to="nowhere"), "nowhere is not declared"),
        (with_act(**{"from": ["done"], "to": "open"}), "done has ended and is left again"),
        (with_act(clocks={"extend": ["time"]}), "extension exactly where"),
        (
            {**with_act(clocks={"extend": ["time"]}), "clocks": [{**flow()["clocks"][0], "extension_percent": 50}]},
            "tells the days",
        ),
        (with_act(clocks={"pause": ["other"]}), "other is not declared"),
        (with_act(code="submit"), "submit is declared twice"),
        (flow(clocks=[{key: value for key, value in flow()["clocks"][0].items() if key != "owner"}]), "Field required"),
        (flow(title={"zh": "题"}), "Field required"),
    ],
)
def test_a_flow_that_could_get_stuck_or_has_no_owner_is_refused(
    wrong: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(DeclarationRefused, match=said):
        load(tmp_path, wrong)


def test_a_flow_takes_what_it_does_not_say_from_another(tmp_path: Path) -> None:
    own = {
        "code": "own",
        "based_on": "drawn",
        "states": [{"code": "open", "title": {"zh": "开", "en": "Open"}, "phase": "running"}],
    }
    said = {key: flow()[key] for key in ("title", "summary", "source", "confidence", "effective_from", "usual")}
    found = load(tmp_path, flow(), {**own, **said})["own"]
    assert [one.code for one in found.states] == ["draft", "open", "done"]
    assert found.state("open").title.en == "Open"


def test_no_limit_is_not_a_limit_of_nothing() -> None:
    assert Limit(unit=Unit.NONE).amount is None
    assert Limit(unit=Unit.INSTANT).amount == 0
    with pytest.raises(ValueError, match="needs an amount"):
        Limit(unit=Unit.WORKING_DAY)
    with pytest.raises(ValueError, match="needs an amount"):
        Limit(unit=Unit.WORKING_DAY, amount=0)
    with pytest.raises(ValueError, match="has no amount"):
        Limit(unit=Unit.NONE, amount=3)
