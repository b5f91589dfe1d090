"""Shares come out as declared, and in the shape of real registers where those are at hand."""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from unit.demo.generated import rows_of, truth_of
from wutong.catalog.catalog import Catalog
from wutong.demo.generating import Generated, generate

SEGMENTS = {
    "api_excipient", "reagent_consumable", "equipment", "chemical_drug", "biologic", "cell_gene_therapy", "tcm",
    "device", "ivd", "research_service", "digital_health", "distribution", "care", "wellness", "other", "-",
}  # fmt: skip


BIOMEDICAL = re.compile("药|医|器械|诊|疫苗|细胞|基因|生物|保健|健康")


def share_of(flags: Iterable[object]) -> float:
    found = [bool(flag) for flag in flags]
    return sum(found) / len(found)


def current(generated: Generated) -> list[dict[str, object]]:
    return [row for row in truth_of(generated) if row["version"] == "current"]


def test_tiers_follow_the_profile(nation_register: Generated, catalog: Catalog) -> None:
    declared = catalog.demo.profiles["nation"].shares
    tiers = Counter(row["tier"] for row in current(nation_register))
    for tier in ("core", "related", "peripheral"):
        assert tiers[tier] / 30_000 == pytest.approx(declared[tier], rel=0.25)


def test_the_demo_fills_every_segment(demo_register: Generated) -> None:
    segments = Counter(row["segment"] for row in current(demo_register))
    assert set(segments) == SEGMENTS
    assert min(segments.values()) >= 20


def test_the_cluster_is_dense(demo_register: Generated, catalog: Catalog) -> None:
    rows = current(demo_register)
    here = [row for row in rows if row["division_code"] == "330114"]
    assert len(here) / len(rows) == pytest.approx(catalog.demo.profiles["demo"].clusters["qiantang"][0].share, abs=0.04)
    assert share_of(row["tier"] == "core" for row in here) > 3 * share_of(row["tier"] == "core" for row in rows) / 2


def test_the_clusters_zones_have_addresses(demo_register: Generated) -> None:
    addresses = " ".join(row[9] for path in demo_register.files for row in rows_of(path) if len(row) == 10)
    for place in ("下沙街道", "医药港", "临江", "张江", "外高桥", "国际医学园区", "江北新区", "药谷"):
        assert addresses.count(place) >= 10, place


def test_mess_follows_its_declared_shares(demo_register: Generated, catalog: Catalog) -> None:
    rows = truth_of(demo_register)
    counts = Counter(kind for row in rows for kind in str(row["mess"]).split("|"))
    for kind in ("missing_person", "wrong_check_digit", "scope_space", "old_number", "foreign_person", "cut_scope"):
        assert counts[kind] / len(rows) == pytest.approx(catalog.demo.mess_shares[kind, "demo"], rel=0.35), kind


def test_capital_means_what_is_written(demo_register: Generated) -> None:
    written = {(path.name, i): row for path in demo_register.files for i, row in enumerate(rows_of(path), start=1)}
    spellings: set[str] = set()
    for row in truth_of(demo_register):
        if not row["is_sound"] or row["capital_amount"] is None:
            continue
        text = written[row["file"], row["row_number"]][5]
        number = re.match(r"[\d,.]+", text)
        assert number is not None
        assert float(number[0].replace(",", "")) == row["capital_amount"]
        assert row["capital_unit"] == 10_000
        foreign = "万美元" in text or "日元" in text or "欧元" in text or "香港元" in text
        assert foreign <= (row["capital_currency"] != "CNY")
        assert (row["capital_currency"] == "CNY") == (row["capital_cny"] is not None)
        spellings.add(re.sub(r"[\d.]+", "9", text))
    assert len(spellings) >= 20


def _shape(rows: Sequence[Sequence[str]]) -> dict[str, float]:
    """Figures that tell one register from another, none of which depends on who is in it."""
    whole = [row for row in rows if len(row) == 10]
    scopes = sorted(len(row[6]) for row in whole)
    spelled = Counter(re.sub(r"[\d,]+(\.\d+)?", "9", row[5]) for row in whole)
    return {
        "kind missing": share_of(row[3] == "N/A" for row in whole),
        "person missing": share_of(row[4] == "N/A" for row in whole),
        "capital missing": share_of(row[5] == "N/A" for row in whole),
        "scope missing": share_of(row[6] == "N/A" for row in whole),
        "mean scope length": sum(scopes) / len(scopes),
        "median scope length": scopes[len(scopes) // 2],
        "mean name length": sum(len(row[0]) for row in whole) / len(whole),
        "mean address length": sum(len(row[9]) for row in whole) / len(whole),
        "codes of 18": share_of(len(row[1]) == 18 for row in whole),
        "branches": share_of(re.search("公司.", row[0]) for row in whole),
        "works": share_of(row[0].endswith("厂") for row in whole),
        "biomedical words": share_of(
            re.search("药|医|器械|诊|疫苗|细胞|基因|生物|保健|健康", row[0] + row[6]) for row in whole
        ),
        "bracketed yuan": spelled["9(万元人民币)"] / len(whole),
        "bracketed ten thousand": spelled["9(万元)"] / len(whole),
        "dollars": spelled["9(万美元)"] / len(whole),
    }


TOLERANCES = {
    "kind missing": 0.08, "person missing": 0.03, "capital missing": 0.06, "scope missing": 0.001,
    "mean scope length": 8, "median scope length": 9, "mean name length": 1, "mean address length": 2,
    "codes of 18": 0.01, "branches": 0.03, "works": 0.03, "biomedical words": 0.04,
    "bracketed yuan": 0.06, "bracketed ten thousand": 0.04, "dollars": 0.01,
}  # fmt: skip


@pytest.mark.real
@pytest.mark.slow
def test_the_shape_is_that_of_real_registers(catalog: Catalog, real_data: Path, tmp_path: Path) -> None:
    invented = generate(enterprises=60_000, seed=1, out=tmp_path, catalog=catalog)
    real: list[list[str]] = []
    for path in sorted((real_data / "registry").glob("*.csv.gz")):
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        real += list(csv.reader(io.StringIO(text, newline="")))[1::7]
    ours = _shape([row for path in invented.files for row in rows_of(path)])
    theirs = _shape(real)
    off = {name: (ours[name], theirs[name]) for name, by in TOLERANCES.items() if abs(ours[name] - theirs[name]) > by}
    assert not off
    assert set(ours) == set(TOLERANCES)
