"""Search by short names of listed companies among millions, against a plain bigram index of the same names.

Usage: python bench/search.py --data ../shared/data [--enterprises 3000000] [--folder /tmp/wutong-bench-search]

The register of `--data` is built as a user builds it, together with the listed companies that it lacks, which get
capitals and dates of those that it has. Namesakes are drawn from the parts of its names up to `--enterprises`.
"""

import argparse
import csv
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import tantivy

from measuring import WUTONG, measure, percentile
from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.publish.release import Release, serving
from wutong.warehouse.search.building import COLUMNS, build_index
from wutong.warehouse.search.searching import Searcher
from wutong.warehouse.views import create_views

ENTERPRISES = 3_000_000
SEED = 7
_BATCH = 100_000
_HEADER = "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址"
_REGISTER = "read_csv('{data}/registry/*.csv.gz', all_varchar=true, ignore_errors=true, null_padding=true)"
_LISTED = "read_csv('{data}/names/zh-en-listed-companies.csv', all_varchar=true)"


_PARTS = """
    SELECT region, proper_name AS proper, name_region, legal_form, capital_cny, registered_on, city,
           substr(name_zh, length(region || proper_name) + 1) AS rest
    FROM (SELECT *, coalesce(name_region, '') AS region FROM real WHERE NOT is_branch AND proper_name IS NOT NULL)
    WHERE starts_with(name_zh, region || proper_name)
"""


@dataclass(frozen=True)
class Short:
    """A short name, the full name it stands for, and whether it was looked at while weights were chosen."""

    typed: str
    meant: str
    is_held_out: bool


@dataclass(frozen=True)
class Figures:
    """How often the firm that is meant came first and among the first five, and how long a query took, in ms."""

    first: float
    first_five: float
    p50: float
    p95: float


Find = Callable[[str], Sequence[str]]  # a query to names, the likeliest first


def shorts(data: Path) -> list[Short]:
    """The short names; half of them, told by a digest of the full name, were never looked at."""
    with (data / "names" / "zh-en-listed-companies.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["short_zh"], row["name_zh"]) for row in csv.DictReader(file)]
    return [Short(one, name, int(hashlib.md5(name.encode()).hexdigest(), 16) % 2 == 1) for one, name in pairs]


def build_release(data: Path, folder: Path) -> Release:
    """A home with the register of `data` and the listed companies."""
    absent = folder / "absent" / "listed.csv"
    absent.parent.mkdir(parents=True)
    with absent.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER.split(","))
        writer.writerows(_absent(data))
    sources = [f"cn_registrations={data}/registry/*.csv.gz", f"cn_registrations={absent}"]
    measure(WUTONG, "build", "--source", sources[0], "--source", sources[1], "--home", folder / "home")
    return serving(Home(folder / "home"))


def _absent(data: Path) -> Iterator[tuple[str, ...]]:
    """Rows of the listed companies that the register lacks, with capital and date of some that it has."""
    register, listed = _REGISTER.format(data=data), _LISTED.format(data=data)
    have = duckdb.sql(
        f"SELECT 注册日期, 注册资金 FROM {register} r SEMI JOIN {listed} l ON r.企业名称 = l.name_zh ORDER BY ALL"
    ).fetchall()
    lack = duckdb.sql(
        f"SELECT name_zh, coalesce(uscc_in_registry_2019, ''), province, city FROM {listed} l "
        f"ANTI JOIN {register} r ON r.企业名称 = l.name_zh ORDER BY ALL"
    ).fetchall()
    chosen = np.random.default_rng(SEED).integers(0, len(have), len(lack))
    for (name, code, province, city), place in zip(lack, chosen, strict=True):
        date, capital = have[place]
        yield name, code, date, "N/A", "", capital or "N/A", "", province, city, city


def batches(release: Release, count: int) -> Iterator[pa.RecordBatch]:
    """The enterprises of the release, then namesakes made of the parts of their names, `count` in all."""
    with duckdb.connect() as connection:
        create_views(connection, release.tables, release.manifest.views)
        real = connection.sql(f"SELECT {', '.join(COLUMNS)} FROM enterprises").to_arrow_table()
    yield from real.to_batches(_BATCH)
    parts = duckdb.sql(_PARTS).to_arrow_table()
    draws = np.random.default_rng(SEED)
    for begin in range(len(real), count, _BATCH):
        yield _drawn(parts, draws, begin, min(_BATCH, count - begin))


def _drawn(parts: pa.Table, draws: np.random.Generator, begin: int, count: int) -> pa.RecordBatch:
    region, proper, rest = (parts.take(draws.integers(0, len(parts), count)) for _ in range(3))
    names = [
        "".join(three)
        for three in zip(
            region["region"].to_pylist(), proper["proper"].to_pylist(), rest["rest"].to_pylist(), strict=True
        )
    ]
    columns = {
        "enterprise_id": pa.array([f"drawn-{begin + number}" for number in range(count)]),
        "credit_code": pa.nulls(count, pa.string()),
        "name_zh": pa.array(names),
        "proper_name": proper["proper"].combine_chunks(),
        "name_region": region["name_region"].combine_chunks(),
        "legal_form": rest["legal_form"].combine_chunks(),
        "is_branch": pa.array([False] * count),
        "tier": pa.array(["none"] * count),
        "capital_cny": rest["capital_cny"].combine_chunks(),
        "registered_on": rest["registered_on"].combine_chunks(),
        "city": region["city"].combine_chunks(),
    }
    return pa.RecordBatch.from_pydict({name: columns[name] for name in COLUMNS})


def bigrams(rows: Iterator[pa.RecordBatch], folder: Path) -> Find:
    """The baseline: character pairs, ranked as tantivy ranks."""
    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="pairs", index_option="freq")
    index = tantivy.Index(builder.build(), path=str(folder))
    index.register_tokenizer("pairs", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).build())
    writer = index.writer(1 << 30, 2)
    for batch in rows:
        for name in batch.column("name_zh").to_pylist():
            document = tantivy.Document()
            document.add_text("name", name)
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(typed: str) -> list[str]:
        pairs = [typed[place : place + 2] for place in range(len(typed) - 1)] or [typed]
        terms = [tantivy.Query.term_query(index.schema, "name", pair, index_option="freq") for pair in pairs]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return [searcher.doc(place)["name"][0] for _, place in searcher.search(query, 10, count=False).hits]

    return find


def figures(find: Find, asked: Sequence[Short]) -> Figures:
    """Ask everything once to warm up what the system keeps, then again on the clock."""
    for short in asked:
        find(short.typed)
    places, spent = [], []
    for short in asked:
        started = time.perf_counter()
        found = find(short.typed)
        spent.append((time.perf_counter() - started) * 1000)
        places.append(next((place for place, name in enumerate(found) if name == short.meant), 99))
    return Figures(
        first=sum(place == 0 for place in places) / len(places),
        first_five=sum(place < 5 for place in places) / len(places),
        p50=percentile(spent, 0.5),
        p95=percentile(spent, 0.95),
    )


def run(data: Path, count: int, folder: Path) -> Iterator[str]:
    """Lines of the report."""
    shutil.rmtree(folder, ignore_errors=True)
    release = build_release(data, folder)
    asked = shorts(data)
    started = time.perf_counter()
    build_index(batches(release, count), folder / "index", load_catalog().search)
    seconds = time.perf_counter() - started
    searcher = Searcher(folder / "index")
    plain = bigrams(batches(release, count), folder / "plain")
    yield "## Search"
    yield ""
    yield f"`python bench/search.py`: {len(asked)} short names of listed companies among {count:,} enterprises; index "
    yield f"built in {seconds:.0f} s, drawing of names included. Baseline: character pairs, ranked by BM25, same run."
    yield ""
    yield "| index | names | first (judged 75 %) | first five (judged 95 %) | p50 ms | p95 ms (budget 5) |"
    yield "|---|---|---|---|---|---|"

    def ours(typed: str) -> list[str]:
        return [hit.name_zh for hit in searcher.find(typed)]

    held_out = [short for short in asked if short.is_held_out]
    for title, find in (("plain bigrams", plain), ("Wutong", ours)):
        for names, some in (("all", asked), ("held out", held_out)):
            found = figures(find, some)
            yield (
                f"| {title} | {names} ({len(some)}) | {found.first:.1%} | {found.first_five:.1%} "
                f"| {found.p50:.2f} | {found.p95:.2f} |"
            )
    shutil.rmtree(folder)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--enterprises", type=int, default=ENTERPRISES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/wutong-bench-search"))
    chosen = parser.parse_args()
    for line in run(chosen.data, chosen.enterprises, chosen.folder):
        print(line, flush=True)


if __name__ == "__main__":
    main()
