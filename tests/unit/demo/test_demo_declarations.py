"""What is declared under catalog/demo is sound, refused where it contradicts itself, and says what it means."""

import re

import pytest
from pydantic import ValidationError

from wutong.catalog.catalog import Catalog
from wutong.catalog.demo import Clause, Demo, Trade

TITLE = {"zh": "甲", "en": "A"}
CLAUSE = {"frames": ["…销售"], "items": ["纸箱"]}


@pytest.mark.parametrize(
    ("tier", "segment"),
    [("none", "device"), ("core", "-")],
)
def test_a_segment_goes_with_a_tier(tier: str, segment: str) -> None:
    with pytest.raises(ValidationError, match="segment"):
        Trade.model_validate({
            "id": "a", "title": TITLE, "weight": 1, "tier": tier, "segment": segment, "words": ["甲"], "main": CLAUSE,
        })  # fmt: skip


@pytest.mark.parametrize("frames", [["销售"], ["…和…"]])
def test_a_frame_has_one_mark(frames: list[str]) -> None:
    with pytest.raises(ValidationError, match="mark"):
        Clause.model_validate({"frames": frames, "items": ["纸箱"]})


def test_more_items_than_there_are_are_refused() -> None:
    with pytest.raises(ValidationError, match="least_items"):
        Clause.model_validate(CLAUSE | {"least_items": 2})


def test_unknown_links_are_refused(catalog: Catalog) -> None:
    demo = catalog.demo
    parts = {name: getattr(demo, name) for name in Demo.model_fields}
    lost = demo.trades[0].model_copy(update={"main": Clause(use="nowhere")})
    with pytest.raises(ValidationError, match="unknown clause"):
        Demo.model_validate(parts | {"trades": (lost,)})
    formless = demo.trades[0].model_copy(update={"forms": {"kingdom": 1.0}})
    with pytest.raises(ValidationError, match="unknown form"):
        Demo.model_validate(parts | {"trades": (formless,)})
    with pytest.raises(ValidationError, match="share an id"):
        Demo.model_validate(parts | {"trades": (demo.trades[0], demo.trades[0])})


def test_core_trades_say_something_biomedical(catalog: Catalog) -> None:
    words = re.compile(
        "药|医|疗|生物|细胞|基因|疫苗|试剂|诊断|抗体|实验|洁净|净化|牙|齿|辅料|病毒|培养|免疫|核酸|mRNA|肽|血|PCR"
    )
    # Names of substances and dosage forms are biomedical without saying so.
    plain = {"api_maker", "excipient_maker", "chemical_drug_maker", "patent_medicine_maker", "device_maker"}
    for trade in catalog.demo.trades:
        if trade.tier == "core" and trade.id not in plain:
            said = [*trade.main.items, *trade.main.frames, *trade.words]
            assert sum(bool(words.search(text)) for text in said) > len(said) / 3, trade.id


def test_ordinary_trades_say_nothing_biomedical(catalog: Catalog) -> None:
    words = re.compile("药品|医疗|医药|器械|诊断|疫苗|药材|保健食品|诊所|细胞|基因|生物")
    demo = catalog.demo
    texts = {trade.id: trade for trade in demo.trades if trade.group == "ordinary"}
    for trade in texts.values():
        clauses = [trade.main, *trade.also]
        said = [*trade.words, *(text for clause in clauses for text in (*clause.frames, *clause.items))]
        assert not [text for text in said if words.search(text)], trade.id
    shared = [text for clause in demo.clauses.shared.values() for text in (*clause.frames, *clause.items)]
    assert not [text for text in shared if words.search(text)]
