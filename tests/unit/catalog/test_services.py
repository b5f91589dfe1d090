"""The catalogue of services: all 39 are there, and each names only what exists."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from wutong.catalog.catalog import load_catalog
from wutong.catalog.flows import Unit
from wutong.catalog.services import Service, load_services
from wutong.catalog.yaml_file import DeclarationRefused

CATALOG = load_catalog()
SERVICES = [version for versions in CATALOG.services.values() for version in versions]
GIVEN_OTHERWISE = {"portrait", "social_insurance", "hospital"}  # whence a paper is shared, besides earlier cases
TITLE = {"zh": "题", "en": "Title"}
BASIS = {"text": TITLE, "confidence": "sourced"}


def test_there_are_21_basic_and_18_value_added_services() -> None:
    basic = [f"GS{number:02d}" for number in range(1, 22)]
    value_added = [f"VS{number:02d}" for number in range(1, 19)]
    assert list(CATALOG.services) == [*basic, *value_added]


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.key)
def test_a_service_names_what_exists(service: Service) -> None:
    columns = set(CATALOG.released["enterprises"].types)
    assert {field.from_portrait for field in service.fields.values() if field.from_portrait} <= columns
    assert set(service.related) <= set(CATALOG.services) - {service.code}
    assert set(service.applies.nodes) <= set(CATALOG.chain.nodes)
    assert set(service.applies.segments) <= {segment.code for segment in CATALOG.chain.segments}
    shared = {paper.shared_from for paper in service.papers if paper.shared_from}
    assert shared <= set(CATALOG.services) | GIVEN_OTHERWISE


@pytest.mark.parametrize("service", [one for one in SERVICES if one.is_basic], ids=lambda one: one.key)
def test_a_basic_service_has_a_limit_or_says_that_the_law_sets_none(service: Service) -> None:
    assert {"review", "publication"} & set(service.own_limits)
    assert all(limit.basis.text.zh and limit.basis.text.en for limit in service.limits)


@pytest.mark.parametrize("service", [one for one in SERVICES if not one.is_basic], ids=lambda one: one.key)
def test_a_value_added_service_has_a_promise_and_no_limit_of_law(service: Service) -> None:
    assert service.promise is not None and service.promise.limit.unit is Unit.WORKING_DAY
    assert not service.limits


def drawn(**changes: Any) -> dict[str, Any]:
    return {
        "code": "GS01",
        "version": 1,
        "title": TITLE,
        "summary": TITLE,
        "issue": "people",
        "audience": TITLE,
        "applies": {"why": TITLE},
        "department": TITLE,
        "flow": "standard",
        "fee": TITLE,
        "pages": [{"code": "one", "title": TITLE, "fields": [{"code": "a", "title": TITLE}]}],
        "result": TITLE,
        "basis": [BASIS],
        "source": TITLE,
        "confidence": "sourced",
        "effective_from": "2026-01-01",
    } | changes


def load(folder: Path, *versions: dict[str, Any]) -> dict[str, tuple[Service, ...]]:
    (folder / "common.yml").write_text("pages: []\n", encoding="utf-8")
    for one in versions:
        path = folder / one["code"] / f"v{one['version']}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(one, allow_unicode=True), encoding="utf-8")
    return load_services(folder, CATALOG.flows)


PAPER = {"code": "p", "title": TITLE, "how": "upload"}
FIELD = {"code": "a", "title": TITLE}
REVIEW = {"clock": "review", "basis": BASIS}
LIMIT = {**REVIEW, "limit": {"unit": "none"}}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"flow": "none_such"}, "no flow none_such"),
        ({"limits": [{"clock": "tea", "limit": {"unit": "none"}, "basis": BASIS}]}, "no clock tea"),
        ({"limits": [{**REVIEW, "limit": {"amount": 20}}]}, "Field required"),
        ({"limits": [{"clock": "review", "limit": {"unit": "working_day", "amount": 20}}]}, "Field required"),
        ({"limits": [LIMIT, {**LIMIT, "when": {"field": "z", "one_of": ["y"]}}]}, "no page asks"),
        ({"promise": {**LIMIT, "when": {"field": "z", "one_of": ["y"]}}}, "no page asks"),
        ({"pages": [{"code": "x", "title": TITLE, "fields": [{**FIELD, "not_before": "today"}]}]}, "is no day"),
        ({"limits": [LIMIT, LIMIT]}, "one limit without a condition"),
        ({"effective_from": "1970-01-01"}, "placeholder"),
        ({"title": {"zh": "题"}}, "Field required"),
        ({"papers": [{"code": "p", "title": TITLE, "how": "shared"}]}, "whence it is shared"),
        ({"papers": [{**PAPER, "when": {"field": "z", "one_of": ["y"]}}]}, "no page asks"),
        ({"shared_pages": ["nowhere"]}, "no page nowhere"),
        ({"pages": [{"code": "one", "title": TITLE, "fields": [{**FIELD, "kind": "choice"}]}]}, "options exactly"),
    ],
)
def test_a_service_that_lacks_something_is_refused(wrong: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(DeclarationRefused, match=said):
        load(tmp_path, drawn(**wrong))


def test_a_new_version_begins_when_the_one_before_has_ended(tmp_path: Path) -> None:
    first = drawn(effective_to="2026-05-31")
    with pytest.raises(DeclarationRefused, match="has not ended"):
        load(tmp_path, drawn(), drawn(version=2, effective_from="2026-06-01"))
    versions = load(tmp_path, first, drawn(version=2, effective_from="2026-06-01"))["GS01"]
    assert [one.key for one in versions] == ["GS01.v1", "GS01.v2"]


@pytest.mark.parametrize(
    ("code", "answers", "unit", "amount"),
    [
        ("GS05", {}, "calendar_day", 60),
        ("GS05", {"document_kind": "report"}, "calendar_day", 60),
        ("GS05", {"document_kind": "form"}, "calendar_day", 30),
        ("GS05", {"document_kind": "registration"}, "none", None),
        ("GS21", {"control_class": "highly_toxic"}, "calendar_day", 3),
        ("GS21", {"control_class": "precursor_1"}, "calendar_day", 10),
        ("GS21", {"control_class": "precursor_2_3"}, "none", None),
        ("GS09", {"application_kind": "new"}, "working_day", 30),
        ("GS09", {"application_kind": "change"}, "working_day", 15),
        ("GS10", {"device_class": "three"}, "working_day", 20),
        ("GS10", {"device_class": "one"}, "instant", 0),
        ("GS14", {"activity_kind": "export"}, "working_day", 20),
        ("GS14", {"activity_kind": "trial_filing"}, "none", None),
    ],
)
def test_the_law_gives_other_kinds_other_limits(
    code: str, answers: dict[str, Any], unit: str, amount: int | None
) -> None:
    limit = CATALOG.services[code][-1].limits_for(answers)["review"].limit
    assert (limit.unit.value, limit.amount) == (unit, amount)


def test_no_kind_is_promised_more_time_than_the_law_gives_it() -> None:
    new, change = ({"application_kind": kind} for kind in ("new", "change"))
    licence = CATALOG.services["GS09"][-1]
    assert licence.promise_for(new) is licence.promise and licence.promise is not None
    assert licence.promise_for(change) is None  # promised twenty days, where the law gives fifteen
