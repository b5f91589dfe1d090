"""Match English names of listed companies among millions, beside two peers on the same candidates.

Usage: python bench/matching.py --data ../shared/data [--enterprises 3000000] [--folder /tmp/wutong-bench-matching]
       [--home HOME] [--nomenklatura PYTHON]

The register is the demo's, with the one of `--data` and the listed companies that both lack; `--home` takes a home
that was built so before. Peers rank the candidates that Wutong finds: rapidfuzz on pinyin, and nomenklatura, which
wants another DuckDB and so an environment of its own: `uv venv peer && uv pip install --python peer nomenklatura`,
then `--nomenklatura peer/bin/python`. Without it the report says that it was left out.
"""

import argparse
import csv
import hashlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz

from measuring import WUTONG, measure
from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.matching.answers import Verdict
from wutong.warehouse.matching.keeping.index import Index, index_of
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked, Matcher
from wutong.warehouse.publish.release import serving

ENTERPRISES = 3_000_000
SEED = 7
_SPEED_NAMES = 20_000
_LEAST_RIGHT = 0.98
_CHECK = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_HEADER = "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址"
_PEER = Path(__file__).with_name("peer_nomenklatura.py")


@dataclass(frozen=True)
class Pair:
    """An English name, the Chinese one it stands for, and whether it was looked at while weights were fitted."""

    written: str
    meant: str
    is_held_out: bool


@dataclass(frozen=True)
class Best:
    """The likeliest name of one matcher, how sure it is, and whether it says `same`."""

    name: str
    score: float
    is_same: bool


Score = Callable[[str, Sequence[str]], Sequence[float]]


def pairs_of(data: Path) -> list[Pair]:
    """The listed companies' names; half of them, told by a digest of the Chinese name, were never looked at."""
    with (data / "names" / "zh-en-listed-companies.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["name_en_official"], row["name_zh"]) for row in csv.DictReader(file)]
    return [Pair(one, name, int(hashlib.md5(name.encode()).hexdigest(), 16) % 2 == 1) for one, name in rows]


def build_home(data: Path, count: int, folder: Path) -> Path:
    """A home with the demo's register, the real one and the listed companies."""
    folder.mkdir(parents=True, exist_ok=True)
    size = ("--enterprises", str(count), "--single-file", "--seed", str(SEED))
    measure(WUTONG, "demo-data", *size, "--out", folder / "demo")
    listed = folder / "listed.csv"
    with (
        (data / "names" / "zh-en-listed-companies.csv").open(encoding="utf-8", newline="") as file,
        listed.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        writer.writerow(_HEADER.split(","))
        for number, row in enumerate(csv.DictReader(file)):
            place = (row["province"], row["city"], row["city"])
            writer.writerow((row["name_zh"], _code(number), "2001-05-01", "股份有限公司", "", "", "", *place))
    sources = (folder / "demo" / "registry" / "register.csv", f"{data}/registry/*.csv.gz", listed)
    given = [part for source in sources for part in ("--source", f"cn_registrations={source}")]
    measure(WUTONG, "build", *given, "--home", folder / "home")
    return folder / "home"


def _code(number: int) -> str:
    """An invented credit code that passes its check."""
    base = f"91110000{900_000_000 + number:09d}"
    total = sum(_CHECK.index(letter) * weight for letter, weight in zip(base, _WEIGHTS, strict=True))
    return base + _CHECK[(31 - total % 31) % 31]


def ranked(pairs: Sequence[Pair], candidates: Sequence[Sequence[str]], scores: Sequence[Sequence[float]]) -> list[Best]:
    """The best candidate of each pair. `same` from the score on which is right often enough in the half that may be
    looked at; a peer has no verdict of its own."""
    best = []
    for names, points in zip(candidates, scores, strict=True):
        place = max(range(len(names)), key=points.__getitem__, default=None)
        best.append(Best("", 0.0, False) if place is None else Best(names[place], points[place], False))
    known = [(one.score, one.name == pair.meant) for one, pair in zip(best, pairs, strict=True) if not pair.is_held_out]
    least = _threshold(sorted(known, reverse=True))
    return [Best(one.name, one.score, one.score >= least) for one in best]


def _threshold(known: Sequence[tuple[float, bool]]) -> float:
    """The lowest score above which the share that must be right is."""
    least, right = float("inf"), 0
    for number, (score, is_right) in enumerate(known, start=1):
        right += is_right
        is_last = number == len(known) or known[number][0] < score
        if is_last and right >= _LEAST_RIGHT * number:
            least = score
    return least


def by_pinyin(index: Index, pairs: Sequence[Pair], candidates: Sequence[Sequence[str]]) -> list[list[float]]:
    """rapidfuzz's token set ratio between the English name and the Chinese one's pinyin."""
    usual = index.alphabet.usual

    def spelled(name: str) -> str:
        return " ".join(usual.get(letter, letter) for letter in index.alphabet.fold(name))

    def score(written: str, name: str) -> float:
        apart = spelled(name)
        return max(
            fuzz.token_set_ratio(written, apart),
            fuzz.partial_ratio(written.replace(" ", ""), apart.replace(" ", "")),
        )

    return [[score(p.written.lower(), name) for name in names] for p, names in zip(pairs, candidates, strict=True)]


def by_nomenklatura(python: Path, pairs: Sequence[Pair], candidates: Sequence[Sequence[str]]) -> list[list[float]]:
    """The scores of nomenklatura's name-based matcher."""
    lines = [json.dumps([pair.written, list(names)]) for pair, names in zip(pairs, candidates, strict=True)]
    command = [str(python), str(_PEER), "name-based"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def figures(label: str, pairs: Sequence[Pair], best: Sequence[Best], speed: float) -> Iterator[str]:
    """A row of the report for each half."""
    for half, is_held_out in (("tuning", False), ("held out", True)):
        chosen = [(p, one) for p, one in zip(pairs, best, strict=True) if p.is_held_out is is_held_out]
        right = sum(one.name == p.meant for p, one in chosen) / len(chosen)
        same = [one.name == p.meant for p, one in chosen if one.is_same]
        sure = f"{sum(same) / len(same):.1%}" if same else "—"
        yield f"| {label} | {half} | {right:.1%} | {len(same) / len(chosen):.1%} | {sure} | {speed:,.0f} |"


def run(
    data: Path, count: int, folder: Path, home: Path | None = None, nomenklatura: Path | None = None
) -> Iterator[str]:
    """Lines of the report."""
    release = serving(Home(home or build_home(data, count, folder)))
    register = Register(release.version, release.tables, release.manifest.views)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as cache:
        started = time.perf_counter()
        index = index_of(register, load_catalog(), Path(cache))
        yield f"{len(index):,} names; the index is ready after {time.perf_counter() - started:.0f} s."
        yield ""
        yield "| matcher | half | first right | same | right in same | names/s |"
        yield "|---|---|---|---|---|---|"
        yield from _matched(index, pairs_of(data), nomenklatura)


def _matched(index: Index, pairs: Sequence[Pair], nomenklatura: Path | None) -> Iterator[str]:
    asked = [Asked(pair.written) for pair in pairs]
    matcher = Matcher(index)
    best = [
        Best(one.candidates[0].name_zh, one.candidates[0].score, one.verdict is Verdict.SAME)
        if one.candidates
        else Best("", 0.0, False)
        for one in matcher.match(asked)
    ]
    many = [Asked(name) for name in spliced([pair.written for pair in pairs], _SPEED_NAMES)]
    started, busy = time.perf_counter(), _busy()
    count = sum(1 for _ in match_many(index, many, 5))
    yield from figures("wutong match", pairs, best, count / (time.perf_counter() - started))
    per_core = count / (_busy() - busy)
    candidates = [index.written(matcher.candidates(matcher.read(one)).tolist()) for one in asked]
    started = time.perf_counter()
    scores = by_pinyin(index, pairs, candidates)
    yield from figures("rapidfuzz on pinyin", pairs, ranked(pairs, candidates, scores), _speed(pairs, started))
    if nomenklatura is None:
        yield "| nomenklatura | left out: no `--nomenklatura PYTHON` was given | | | | |"
    else:
        started = time.perf_counter()
        scores = by_nomenklatura(nomenklatura, pairs, candidates)
        yield from figures("nomenklatura, name-based", pairs, ranked(pairs, candidates, scores), _speed(pairs, started))
    yield ""
    yield f"{count:,} different names; {per_core:,.0f} for each second of one core, the start of processes included."


def _busy() -> float:
    """Seconds of all cores that this process and those that it ended have used: fair on a busy machine."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def spliced(names: Sequence[str], count: int) -> list[str]:
    """So many different names, each the beginning of one and the end of another: one that comes again costs nothing."""
    words = [name.split() for name in names]
    joined = (
        " ".join((*one[: max(1, len(one) // 2)], *two[len(two) // 2 :]))
        for step in range(1, len(words))
        for one, two in zip(words, words[step:] + words[:step], strict=True)
    )
    return list(islice(dict.fromkeys(joined), count))


def _speed(pairs: Sequence[Pair], started: float) -> float:
    return len(pairs) / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--enterprises", type=int, default=ENTERPRISES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/wutong-bench-matching"))
    parser.add_argument("--home", type=Path)
    parser.add_argument("--nomenklatura", type=Path)
    given = parser.parse_args()
    for line in run(given.data, given.enterprises, given.folder, given.home, given.nomenklatura):
        print(line, flush=True)


if __name__ == "__main__":
    main()
