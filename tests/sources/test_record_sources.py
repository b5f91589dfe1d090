"""Record sources from file to table: samples, files one after another, and the sums of the real ones."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.ingest.parts import Part, Parts
from wutong.warehouse.records.kinds import KINDS, STANDARDS
from wutong.warehouse.records.reading import Records, read_records

CATALOG = load_catalog()
SOURCES = sorted(name for name, source in CATALOG.sources.items() if source.standard in STANDARDS)


class Reading:
    """A home that is given files, a build at a time."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.home.staging.mkdir(parents=True)
        self.parts: dict[str, Part] = {}
        self.records = Records()

    def give(self, source_id: str, *files: Path) -> "Reading":
        store = Parts(self.home)
        for file in files:
            self.parts |= {part.id: part for part in store.ensure(CATALOG.sources[source_id], file)}
        return self

    def build(self) -> "Reading":
        self.records = read_records(CATALOG, list(self.parts.values()), self.home)
        return self

    def table(self, name: str) -> list[dict[str, object]]:
        for folder in self.records.folders:
            if (folder / name).is_dir():
                return list(pq.read_table(folder / name).to_pylist())
        raise AssertionError(f"no table {name}")

    def tables(self) -> dict[str, list[dict[str, object]]]:
        return {name: self.table(name) for kind in KINDS for name in kind.tables}

    def sums(self) -> dict[str, tuple[int, int, int]]:
        """Source to rows read, used, and held back by the reader or by an issue."""
        read, used, held = Counter[str](), Counter[str](), Counter[str]()
        for part in self.parts.values():
            source = part.report.source_id
            read[source] += part.report.rows_read
            held[source] += sum(part.report.held_back.values())
            used[source] += self.records.used.get(part.id, 0)
        for file_id, _ in {(i["file_id"], i["row_number"]) for i in self.records.issues if i["is_held_back"]}:
            held[self.parts[str(file_id)].report.source_id] += 1
        return {source: (read[source], used[source], held[source]) for source in read}


def sample(source_id: str) -> Path:
    (file,) = (CATALOG.root / "sources" / source_id).glob("sample.*")
    return file


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_source_explains_itself(source_id: str) -> None:
    readme = (CATALOG.root / "sources" / source_id / "README.md").read_text("utf-8")
    assert "## 中文" in readme
    assert "## English" in readme
    assert f'--source "{source_id}=' in readme


@pytest.mark.parametrize("source_id", SOURCES)
def test_every_row_of_a_sample_is_used(tmp_path: Path, source_id: str) -> None:
    reading = Reading(tmp_path / "home").give(source_id, sample(source_id)).build()
    read, used, held = reading.sums()[source_id]
    assert (read, held) == (used, 0)
    assert read > 0


def test_a_table_says_for_every_row_where_it_comes_from(tmp_path: Path) -> None:
    reading = Reading(tmp_path / "home")
    for source_id in SOURCES:
        reading.give(source_id, sample(source_id))
    standard = tmp_path / "standard.txt"
    standard.write_text("虚构市第一人民医院\n", "utf-8")
    reading.give("hospital_names", standard)
    for name, rows in reading.build().tables().items():
        assert rows, name
        assert all(row["source_id"] in SOURCES and row["file_id"] and row["row_number"] for row in rows), name
        keys = [tuple(row[key] for key in CATALOG.released[name].key) for row in rows]
        assert len(set(keys)) == len(keys), name


def test_what_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    reading = Reading(tmp_path / "home").give("cde_trials", sample("cde_trials")).build()
    before = {folder: folder.stat().st_mtime_ns for folder in reading.records.folders}
    after = {folder: folder.stat().st_mtime_ns for folder in reading.build().records.folders}
    assert after == before


@pytest.mark.real
def test_loads_of_a_feed_one_after_another_equal_all_at_once(tmp_path: Path, real_data: Path) -> None:
    loads = sorted((real_data / "trials" / "ictrp" / "feed").glob("*.csv.gz"))
    assert len(loads) > 1
    growing = Reading(tmp_path / "growing")
    for load in loads:
        growing.give("ictrp_trials", load).build()
    at_once = Reading(tmp_path / "at_once").give("ictrp_trials", *reversed(loads)).build()
    assert growing.tables() == at_once.tables()
    assert growing.sums() == at_once.sums()


REAL = {
    "ctgov_studies": ("trials/ctgov/studies.jsonl.gz", 1_178, 1_178),
    "cde_trials": ("trials/cde/list.tsv", 6_410, 6_394),
    "cde_trial_details": ("trials/cde/detail.csv", 46, 46),
    "cde_trial_sites": ("trials/cde/sites.csv", 257, 257),
    "ictrp_trials": ("trials/ictrp/**/*.csv.gz", 27_584, 27_584),
    "nmpa_drugs": ("drugs/nmpa/*.jsonl", 4_926, 4_926),
    "originator_drugs": ("drugs/originator/*.json", 1_526, 1_526),
    "listed_companies": ("names/zh-en-listed-companies.csv", 936, 936),
    "listed_financials": ("finance/ashare/*.csv", 87_729, 87_729),
    "financing_events": ("finance/vc/data.xlsx", 772, 772),
    "hospital_names": ("hospitals/*.txt", 30_858, 30_858),
}


@pytest.mark.real
@pytest.mark.parametrize("source_id", sorted(REAL))
def test_the_sum_holds_for_real_files(tmp_path: Path, real_data: Path, source_id: str) -> None:
    pattern, rows, usable = REAL[source_id]
    reading = Reading(tmp_path / "home").give(source_id, *sorted(real_data.glob(pattern))).build()
    read, used, held = reading.sums()[source_id]
    assert (read, used) == (rows, usable)
    assert read == used + held


@pytest.mark.real
def test_profit_is_the_same_money_in_both_statements(tmp_path: Path, real_data: Path) -> None:
    files = [real_data / "finance" / "ashare" / f"{name}2015_4.csv" for name in ("report", "profit")]
    figures = Reading(tmp_path / "home").give("listed_financials", *files).build().table("listed_figures")
    profit: dict[object, dict[object, float]] = {}
    for one in figures:
        if one["metric"] == "net_profit":
            profit.setdefault(one["stock_code"], {})[one["statement"]] = float(str(one["value"]))
    both = [told for told in profit.values() if len(told) == 2]
    assert len(both) > 2_000
    agreeing = [told for told in both if told["report"] == pytest.approx(told["profit"], rel=0.01, abs=1e4)]
    assert len(agreeing) > 0.95 * len(both)


@pytest.mark.real
def test_real_amounts_rounds_and_dates_are_all_understood(tmp_path: Path, real_data: Path) -> None:
    reading = Reading(tmp_path / "home").give("financing_events", real_data / "finance" / "vc" / "data.xlsx").build()
    events = reading.table("financing_rounds")
    assert all(event["amount_basis"] and event["round"] and event["announced_on"] for event in events)
    ranged = [event for event in events if event["amount_low"] is not None]
    assert all(event["amount_low_cny"] for event in ranged)
    assert {event["amount_basis"] for event in events} >= {"figure", "undisclosed", "word: several", "word: at_least"}
