"""Parts are read once, found again, grown at their end, and never half there."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.readers import a_source, packed, put
from wutong.kernel.home import Home
from wutong.warehouse.ingest import errors
from wutong.warehouse.ingest.parts import Part, Parts
from wutong.warehouse.ingest.text.reading import Sizes

HEAD = "名称,代码\n"
SMALL_CELLS = a_source(cell_limit_bytes=20)
TINY = Sizes(window=1, block=100)  # the window is then as small as the cells allow: some two hundred bytes


def rows(start: int, stop: int) -> str:
    return "".join(f"公司{n},{n:04d}\n" for n in range(start, stop))


def contents(parts: tuple[Part, ...]) -> tuple[list[object], list[object], list[object]]:
    """Everything that later steps can see of some parts."""
    raw = pa.concat_tables([pq.read_table(part.folder / "raw") for part in parts]).to_pylist()
    issues = pa.concat_tables([pq.read_table(part.folder / "issues") for part in parts]).to_pylist()
    return raw, issues, [(part.id, part.report) for part in parts]


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    path, home = put(tmp_path, "a.csv", HEAD + rows(0, 9)), Home(tmp_path / "home")
    (first,) = Parts(home).ensure(a_source(), path)
    (again,) = Parts(home).ensure(a_source(), path)
    assert (first.is_new, again.is_new) == (True, False)
    assert (first.id, first.report, first.read_at) == (again.id, again.report, again.read_at)
    assert first.id == first.report.file_id == first.folder.name


def test_many_files_are_read_at_once_and_come_in_their_order(tmp_path: Path) -> None:
    paths = [
        put(tmp_path, f"{number}.csv.gz", packed((HEAD + rows(0, number)).encode(), ".gz")) for number in range(1, 30)
    ]
    twin = put(tmp_path, "twin.csv.gz", paths[7].read_bytes())
    store, home = Parts(Home(tmp_path / "home")), Home(tmp_path / "other")
    found = list(store.ensure_all(a_source(), [*paths, twin]))
    assert [part.report.name for (part,) in found] == [path.name for path in (*paths, twin)]
    assert [part.report.rows_read for (part,) in found] == [*range(1, 30), 8]
    assert found[-1][0].id == found[7][0].id
    assert [str(notice.en) for notice in store.notices] == [
        "The file twin.csv.gz has the same content as 8.csv.gz; it counts once."
    ]
    one_by_one = [Parts(home).ensure(a_source(), path) for path in paths]
    assert [contents(parts) for parts in found[:-1]] == [contents(parts) for parts in one_by_one]
    assert not any(part.is_new for (part,) in Parts(Home(tmp_path / "home")).ensure_all(a_source(), [*paths, twin]))


def test_of_several_files_that_cannot_be_read_the_first_is_told_of(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{number}.csv", HEAD + rows(0, 3 * number)) for number in range(6)]
    put(tmp_path, "5.csv", "别的,列名\n1,2\n")
    store = Parts(Home(tmp_path / "home"))
    with pytest.raises(errors.FileRefused, match=r"0\.csv"):
        list(store.ensure_all(a_source(), paths))
    with pytest.raises(errors.FileRefused, match=r"5\.csv"):
        list(store.ensure_all(a_source(), paths[1:]))
    assert len(list(store.ensure_all(a_source(), paths[1:5]))) == 4


def test_a_file_that_cannot_be_read_lets_nobody_wait_for_the_others(tmp_path: Path) -> None:
    bad = put(tmp_path, "a.csv", "别的,列名\n1,2\n")
    large = put(tmp_path, "b.csv", HEAD + rows(0, 200_000))
    home = Home(tmp_path / "home")
    with pytest.raises(errors.FileRefused, match=r"a\.csv"):
        list(Parts(home).ensure_all(a_source(), [bad, large], on_bytes=lambda _: time.sleep(0.2)))
    assert list(home.parts.glob("*/part.json")) == []
    (part,) = Parts(home).ensure(a_source(), large)
    assert part.report.rows_read == 200_000


def test_a_touched_moved_or_renamed_file_is_the_same_part_under_its_new_name(tmp_path: Path) -> None:
    path, home = put(tmp_path, "a.csv", HEAD + rows(0, 9)), Home(tmp_path / "home")
    (first,) = Parts(home).ensure(a_source(), path)
    os.utime(path, ns=(1, 1))
    (touched,) = Parts(home).ensure(a_source(), path)
    (moved,) = Parts(home).ensure(a_source(), path.rename(tmp_path / "b.csv"))
    assert (touched.is_new, moved.is_new) == (False, False)
    assert (touched.id, moved.id) == (first.id, first.id)
    assert (touched.report.name, moved.report.name) == ("a.csv", "b.csv")


def test_a_file_of_the_same_length_and_other_bytes_is_read(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    (first,) = Parts(home).ensure(a_source(), put(tmp_path, "a.csv", HEAD + "甲,1\n"))
    (other,) = Parts(home).ensure(a_source(), put(tmp_path, "a.csv", HEAD + "乙,1\n"))
    assert other.is_new
    assert other.id != first.id


def test_another_declaration_reads_the_file_again(tmp_path: Path) -> None:
    path, home = put(tmp_path, "a.csv", HEAD + rows(0, 9)), Home(tmp_path / "home")
    Parts(home).ensure(a_source(), path)
    (again,) = Parts(home).ensure(a_source(cell_limit_bytes=3), path)
    assert again.is_new
    assert again.report.held_back == {"cell_too_long": 9}


def test_another_title_does_not_read_the_file_again(tmp_path: Path) -> None:
    path, home = put(tmp_path, "a.csv", HEAD + rows(0, 9)), Home(tmp_path / "home")
    Parts(home).ensure(a_source(), path)
    (again,) = Parts(home).ensure(a_source(licence="CC0-1.0", nulls=("", "-")), path)
    assert not again.is_new


def test_the_same_bytes_under_two_names_are_one_part_with_a_notice(tmp_path: Path) -> None:
    store = Parts(Home(tmp_path / "home"))
    one, two = (put(tmp_path, name, HEAD + rows(0, 3)) for name in ("a.csv", "b.csv"))
    (first,), (second,) = store.ensure(a_source(), one), store.ensure(a_source(), two)
    assert first.id == second.id
    (notice,) = store.notices
    assert "b.csv" in notice.zh
    assert "a.csv" in notice.en


def test_two_sources_do_not_share_parts(tmp_path: Path) -> None:
    path, store = put(tmp_path, "a.csv", HEAD + rows(0, 3)), Parts(Home(tmp_path / "home"))
    (mine,), (yours,) = store.ensure(a_source(), path), store.ensure(a_source(id="cn_other"), path)
    assert mine.id != yours.id
    assert store.notices == []


def test_pruning_deletes_what_no_one_keeps(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    store = Parts(home)
    kept, gone = (put(tmp_path, name, HEAD + rows(n, 9)) for n, name in enumerate(("a.csv", "b.csv")))
    (part,), (other,) = store.ensure(a_source(), kept), store.ensure(a_source(), gone)
    store.prune([part.id])
    assert (part.folder.is_dir(), other.folder.exists()) == (True, False)
    again = Parts(home)
    assert not again.ensure(a_source(), kept)[0].is_new
    assert again.ensure(a_source(), gone)[0].is_new


def test_a_refused_file_leaves_no_part(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    content = packed((HEAD + rows(0, 5_000)).encode(), ".gz")
    with pytest.raises(errors.FileTruncated):
        Parts(home).ensure(a_source(), put(tmp_path, "a.csv.gz", content[:-9]))
    assert list(home.parts.glob("[!.]*")) == []


def test_progress_tells_every_byte_once(tmp_path: Path) -> None:
    home, told = Home(tmp_path / "home"), [0]

    def on_bytes(count: int) -> None:
        told[0] += count

    for name in ("a.csv", "b.csv.gz"):
        path = put(tmp_path, name, packed((HEAD + rows(0, 3_000)).encode(), name[-3:]))
        for _ in range(2):
            told[0] = 0
            Parts(home, sizes=TINY).ensure(SMALL_CELLS, path, on_bytes=on_bytes)
            assert told[0] == path.stat().st_size


def test_a_file_that_has_grown_is_read_only_where_it_is_new(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = put(tmp_path, "a.csv", HEAD + rows(0, 100))
    before = Parts(home, sizes=TINY).ensure(SMALL_CELLS, path)
    assert len(before) > 3
    after = Parts(home, sizes=TINY).ensure(SMALL_CELLS, put(tmp_path, "a.csv", HEAD + rows(0, 104)))
    assert [part.id for part in after[: len(before) - 1]] == [part.id for part in before[:-1]]
    assert [part.is_new for part in after] == [part.id not in {one.id for one in before} for part in after]
    raw, _, _ = contents(after)
    assert [row["row_number"] for row in raw] == list(range(1, 105))  # type: ignore[index]
    assert sum(part.report.byte_count for part in after) == path.stat().st_size


LINES = st.lists(st.sampled_from(["甲,1\n", "乙,2\n", '"丙\n丁",3\n', "坏\n", '"坏,4\n', "\n"]), max_size=60)


@settings(max_examples=40, deadline=None)
@given(LINES, LINES, st.sampled_from(["grow", "change", "cut"]), st.integers(0, 60))
def test_reading_on_gives_what_reading_from_nothing_gives(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], more: list[str], way: str, place: int
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    changed = {"grow": lines + more, "change": [*lines[:place], "变,9\n", *lines[place + 1 :]], "cut": lines[:place]}
    first = put(folder, "a.csv", HEAD + "始,0\n" + "".join(lines))
    grown = Parts(Home(folder / "one"), sizes=TINY)
    grown.ensure(SMALL_CELLS, first)
    path = put(folder, "a.csv", HEAD + "始,0\n" + "".join(changed[way]))
    one = grown.ensure(SMALL_CELLS, path)
    two = Parts(Home(folder / "two"), sizes=TINY).ensure(SMALL_CELLS, path)
    assert contents(one) == contents(two)


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[3]]
from sources.readers import a_source
from wutong.kernel.home import Home
from wutong.warehouse.ingest.parts import Parts
from wutong.warehouse.ingest.text.reading import Sizes
store = Parts(Home(Path(sys.argv[1])), sizes=Sizes(window=1, block=100))
for file in sorted(Path(sys.argv[2]).glob("*.csv")):
    store.ensure(a_source(cell_limit_bytes=20), file)
"""


@pytest.mark.slow
def test_a_killed_reading_leaves_no_half_part(tmp_path: Path) -> None:
    home, inputs = Home(tmp_path / "home"), tmp_path / "inputs"
    inputs.mkdir()
    for number in range(60):
        put(inputs, f"{number:02}.csv", HEAD + rows(number, number + 40))
    script, tests = textwrap.dedent(KILLED), str(Path(__file__).resolve().parents[1])
    generator = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", script, str(home.root), str(inputs), tests])
        while process.poll() is None and not home.parts.is_dir():
            time.sleep(0.01)
        time.sleep(generator.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for folder in home.parts.iterdir():
            if not folder.name.startswith("."):
                names = {file.name for file in folder.iterdir()}
                assert names == {"part.json", "raw", "issues"}
    after_kills, fresh = Parts(home, sizes=TINY), Parts(Home(tmp_path / "fresh"), sizes=TINY)
    for file in sorted(inputs.glob("*.csv")):
        assert contents(after_kills.ensure(SMALL_CELLS, file)) == contents(fresh.ensure(SMALL_CELLS, file))
