"""A service that gets a second version in the course of a test: invented, in the place of GS15 of the catalogue."""

from datetime import date
from typing import Any

import pytest

from wutong.catalog.flows import Flow
from wutong.catalog.services import Service
from wutong.catalog.upgrades import UpgradeStep
from wutong.catalog.upgrades.checking import Version, wrong
from wutong.portal.shared.catalogue import catalogue

CODE = "GS15"
SINCE = date(2026, 12, 1)
_BASIS = {"text": {"zh": "虚构依据", "en": "An invented basis"}, "confidence": "proposed"}


def title(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def field(code: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "title": title(zh, en), **more}


_KIND = {
    "kind": "choice",
    "options": [{"code": code, "title": title(code, code)} for code in ("sale", "licence", "gift")],
}
FIRST = {
    "pages": [
        {
            "code": "contract",
            "title": title("合同", "Contract"),
            "fields": [
                field("party", "对方单位", "Other party"),
                field("fax", "传真", "Fax", is_personal=True),
                field("kind", "类型", "Kind", **_KIND),
            ],
        }
    ],
    "papers": [
        {"code": "deed", "title": title("合同文本", "Deed"), "how": "upload"},
        {"code": "stamp", "title": title("盖章页", "Stamped page"), "how": "upload"},
    ],
    "limits": [{"clock": "review", "limit": {"unit": "working_day", "amount": 20}, "basis": _BASIS}],
    "promise": {"clock": "review", "limit": {"unit": "working_day", "amount": 10}, "basis": _BASIS},
    "flow": "standard",
}
SECOND = {
    "pages": [
        {
            "code": "agreement",
            "title": title("协议", "Agreement"),
            "fields": [
                field("counterpart", "相对方", "Counterpart"),
                field("kind", "类型", "Kind", kind="choice", options=_KIND["options"][:2]),
                field("language", "文本语言", "Language of the text"),
                field("value", "合同金额", "Value", kind="money"),
            ],
        }
    ],
    "papers": [
        {"code": "agreement", "title": title("协议文本", "Agreement"), "how": "upload"},
        {"code": "proof", "title": title("履约证明", "Proof of performance"), "how": "upload"},
    ],
    "limits": [{"clock": "decision", "limit": {"unit": "working_day", "amount": 15}, "basis": _BASIS}],
    "promise": {"clock": "decision", "limit": {"unit": "working_day", "amount": 8}, "basis": _BASIS},
    "flow": "renamed",
}
STEP = {
    "to": 2,
    "why": title("表单改版", "A new form"),
    "fields": {
        "renamed": {"party": "counterpart"},
        "removed": ["fax"],
        "added": [{"code": "language", "default": "zh"}, {"code": "value", "ask": True}],
        "options": {"kind": {"gift": "sale"}},
    },
    "papers": {"renamed": {"deed": "agreement"}, "removed": ["stamp"], "added": ["proof"]},
    "states": {"reviewing": "examining"},
    "clocks": [{"clock": "review", "becomes": "decision", "limit": "new"}],
    "acts": {"reopen": "set_aside"},
}


def renamed(flow: Flow) -> Flow:
    """The standard flow in other words."""
    text = flow.model_dump_json(by_alias=True)
    for was, now in (("reviewing", "examining"), ("review", "decision"), ("reopen", "set_aside"), ("审查中", "审核中")):
        text = text.replace(f'"{was}"', f'"{now}"')
    return Flow.model_validate_json(text.replace('"code":"standard"', '"code":"renamed"'))


def change(monkeypatch: pytest.MonkeyPatch, step: dict[str, Any] | None = STEP) -> None:
    """From now on the catalogue has both versions, the second in effect since SINCE, and the step between them."""
    held = catalogue()
    base = held.services[CODE][0].model_dump(by_alias=True)
    first = Service.model_validate({**base, **FIRST, "effective_to": date(2026, 11, 30)})
    second = Service.model_validate({**base, **SECOND, "version": 2, "effective_from": SINCE})
    flows = {**held.flows, "renamed": renamed(held.flows["standard"])}
    said = UpgradeStep.model_validate(step) if step else None
    if step is STEP:
        assert not list(wrong(Version(first, flows[first.flow]), Version(second, flows["renamed"]), said))
    steps = {2: said} if said else {}
    for name, value in (
        ("services", {**held.services, CODE: (first, second)}),
        ("flows", flows),
        ("upgrades", {**held.upgrades, CODE: steps}),
    ):
        monkeypatch.setitem(vars(held), name, value)
