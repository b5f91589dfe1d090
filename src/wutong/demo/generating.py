"""Writes a register of invented enterprises in the real shape, and the truth about every row.

The same enterprises, seed and profile always give the same bytes, however the work is cut.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.demo.columns.places import Geography
from wutong.demo.draws import Numbers
from wutong.demo.lines import bytes_of, lines_of
from wutong.demo.output import SINGLE_FILE, Demand, Made, OutputFolder, Piece, whole_file
from wutong.demo.plan import Plan, RegisterFile
from wutong.demo.rows import RowBook
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

_MOST_ENTERPRISES = 20_000_000
_WORTH_PROCESSES = 200_000


class OddDemand(WutongError):
    code = "demo.odd-demand"
    exit_code = 2
    sentence = Text(
        zh="无法生成演示数据：{name} 的值 {value} 不可用，应为 {allowed}。",
        en="The demo data cannot be made: {name} is {value}, but must be {allowed}.",
    )


@dataclass(frozen=True)
class Generated:
    """A register that was written: its files, their rows without headers, and where the truth lies."""

    folder: Path
    files: tuple[Path, ...]
    rows: int
    enterprises: int
    truth: Path
    demand: Demand


@dataclass(frozen=True)
class FileRows:
    """What a register file is to hold: numbers of enterprises in file order, and the version of each row."""

    name: str
    numbers: Numbers
    versions: Numbers


def generate(
    *,
    enterprises: int,
    seed: int,
    out: Path,
    catalog: Catalog,
    cluster: str | None = None,
    on_rows: Callable[[int], None] | None = None,
    profile: str | None = None,
    compress: bool = True,
    single_file: bool = False,
    processes: int = 2,
    rows_per_task: int = 50_000,
) -> Generated:
    """Write `<out>/registry/<year>-<province>.csv.gz`, `<out>/truth.parquet` and `<out>/generated.json`.

    With a `cluster` the profile is `demo` unless given, else `nation`. `compress=False` writes plain .csv;
    `single_file=True` writes one plain register.csv. `on_rows` is told how many rows were written since the
    last call. A run that broke off is begun anew, an equal one written again; any other register in `out` is left
    alone. Raises OddDemand and PlaceTaken.
    """
    chosen = profile or ("demo" if cluster else "nation")
    demand = Demand(enterprises, seed, chosen, cluster, compress and not single_file, single_file)
    plan = open_plan(demand, catalog)
    tasks = _tasks_of(plan.files, rows_per_task)
    with OutputFolder(out, demand) as output, ExitStack() as stack:
        for made in _made(plan, demand, catalog, tasks, processes, stack):
            rows = output.add(made)
            if on_rows:
                on_rows(rows)
    return Generated(out, tuple(output.paths), output.rows, enterprises, output.truth, demand)


def open_plan(demand: Demand, catalog: Catalog) -> Plan:
    """The plan of a demand; raises OddDemand where the catalogue does not know what is asked for."""
    demo = catalog.demo
    if demand.profile not in demo.profiles:
        raise OddDemand(name="profile", value=demand.profile, allowed=", ".join(demo.profiles))
    profile = demo.profiles[demand.profile]
    if demand.cluster is not None and demand.cluster not in profile.clusters:
        raise OddDemand(name="cluster", value=demand.cluster, allowed=", ".join(profile.clusters) or "-")
    if not 1 <= demand.enterprises <= _MOST_ENTERPRISES:
        raise OddDemand(name="enterprises", value=demand.enterprises, allowed=f"1 … {_MOST_ENTERPRISES}")
    geography = Geography(demo, profile, demand.cluster, catalog.divisions)
    return Plan(demo, profile, geography, demand.enterprises, demand.seed)


def make_pieces(book: RowBook, demand: Demand, files: Sequence[FileRows]) -> Made:
    """The files (or the part of the single file) that hold the rows, and the truth with each row's origin."""
    sizes = np.array([len(file.numbers) for file in files], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    rows = book.build(
        np.concatenate([file.numbers for file in files]), np.concatenate([file.versions for file in files])
    )
    lines = lines_of(rows)
    pieces: list[Piece] = []
    for file, start, size in zip(files, starts.tolist(), sizes.tolist(), strict=False):
        data = bytes_of(lines.slice(start, size))
        packed = bytes(data) if demand.single_file else whole_file(data, compress=demand.compress)
        pieces.append(Piece(file.name, packed, size))
    names = pa.array([f"{SINGLE_FILE if demand.single_file else file.name}{demand.suffix}" for file in files])
    number = np.arange(1, starts[-1] + 1)
    in_file = number if demand.single_file else number - np.repeat(starts[:-1], sizes)
    origin = {"file": names.take(pa.array(np.repeat(np.arange(len(files)), sizes))), "row_number": pa.array(in_file)}
    return Made(tuple(pieces), pa.table(origin | dict(rows.truth)))


def _tasks_of(files: tuple[RegisterFile, ...], rows: int) -> list[tuple[RegisterFile, ...]]:
    """Runs of files that hold about `rows` enterprises each."""
    tasks: list[tuple[RegisterFile, ...]] = []
    task: list[RegisterFile] = []
    for file in files:
        task.append(file)
        if task[-1].stop - task[0].start >= rows:
            tasks.append(tuple(task))
            task = []
    return [*tasks, tuple(task)] if task else tasks


def _make(book: RowBook, demand: Demand, task: tuple[RegisterFile, ...]) -> Made:
    whole = [(file.name, np.arange(file.start, file.stop, dtype=np.int64)) for file in task]
    return make_pieces(book, demand, [FileRows(name, *book.versions(numbers)) for name, numbers in whole])


def _made(
    plan: Plan,
    demand: Demand,
    catalog: Catalog,
    tasks: list[tuple[RegisterFile, ...]],
    processes: int,
    stack: ExitStack,
) -> Iterator[Made]:
    """What the tasks make, in their order; at most a few finished ones wait in memory."""
    if processes < 2 or demand.enterprises < _WORTH_PROCESSES:
        book = RowBook(plan.demo, plan)
        yield from (_make(book, demand, task) for task in tasks)
        return
    pool = stack.enter_context(
        ProcessPoolExecutor(processes, get_context("spawn"), _open_worker, (demand, catalog.root))
    )
    waiting: list[Future[Made]] = []
    for task in tasks:
        waiting.append(pool.submit(_work, task))
        if len(waiting) > 2 * processes:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


class _Worker:
    """What a worker process keeps between tasks."""

    book: RowBook
    demand: Demand


def _open_worker(demand: Demand, root: Path) -> None:
    plan = open_plan(demand, load_catalog(root))
    _Worker.book, _Worker.demand = RowBook(plan.demo, plan), demand


def _work(task: tuple[RegisterFile, ...]) -> Made:
    return _make(_Worker.book, _Worker.demand, task)
