"""Files of a generated register: what was asked for, the register, the truth beside it. Draws nothing."""

import gzip
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Self

import pyarrow as pa
import pyarrow.parquet as pq

from wutong.demo.lines import HEADER
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

SINGLE_FILE = "register"
_DEMAND = "generated.json"


class PlaceTaken(WutongError):
    code = "demo.place-taken"
    exit_code = 2
    sentence = Text(
        zh="目录 {folder} 中已有登记文件；请另选目录，或先将其删除。",
        en="The folder {folder} already holds register files; choose another folder or delete it first.",
    )


class NotGenerated(WutongError):
    code = "demo.not-generated"
    exit_code = 2
    sentence = Text(
        zh="目录 {folder} 不是生成的登记数据（缺少 {file}）；请先生成再追加变更。",
        en="The folder {folder} holds no generated register ({file} is missing); generate one before changing it.",
    )


@dataclass(frozen=True)
class Demand:
    """What was asked for. `changes` counts the change files appended since; unfinished means the writing broke off."""

    enterprises: int
    seed: int
    profile: str
    cluster: str | None
    compress: bool = True
    single_file: bool = False
    changes: int = 0
    is_finished: bool = True

    @property
    def suffix(self) -> str:
        """How its register files end."""
        return ".csv.gz" if self.compress and not self.single_file else ".csv"


@dataclass(frozen=True)
class Piece:
    """The rows of one register file (or a part of the single one): file name without ending, bytes, rows."""

    name: str
    data: bytes
    rows: int


@dataclass(frozen=True)
class Made:
    """What one task made: pieces of the register and the truth of all their rows."""

    pieces: tuple[Piece, ...]
    truth: pa.Table


def write_demand(folder: Path, demand: Demand) -> None:
    """Note in `folder` what its register was made from."""
    (folder / _DEMAND).write_text(json.dumps(asdict(demand), indent=2) + "\n", encoding="utf-8")


def read_demand(folder: Path) -> Demand:
    """What the register in `folder` was made from; raises NotGenerated."""
    path = folder / _DEMAND
    if not path.is_file():
        raise NotGenerated(folder=folder, file=_DEMAND)
    return Demand(**json.loads(path.read_text(encoding="utf-8")))


def whole_file(data: bytes | memoryview, *, compress: bool) -> bytes:
    """A file with its header. Gzip without a time stamp: equal rows are equal files."""
    whole = HEADER.encode() + bytes(data)
    return gzip.compress(whole, compresslevel=3, mtime=0) if compress else whole


class OutputFolder:
    """A register and its truth as they grow under one folder."""

    def __init__(self, folder: Path, demand: Demand, truth_name: str = "truth.parquet") -> None:
        self.folder, self.truth = folder, folder / truth_name
        self.paths: list[Path] = []
        self.rows = 0
        self._demand = demand
        self._single: IO[bytes] | None = None
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        registry = self.folder / "registry"
        if self._demand.changes == 0:
            self._make_room(registry)
        registry.mkdir(parents=True, exist_ok=True)
        write_demand(self.folder, replace(self._demand, is_finished=False))
        return self

    def _make_room(self, registry: Path) -> None:
        """Clear away what a broken-off run left, or an equal one wrote; never anything else."""
        present = list(registry.iterdir()) if registry.is_dir() else []
        if not present:
            return
        if not (self.folder / _DEMAND).is_file():
            raise PlaceTaken(folder=registry)
        before = read_demand(self.folder)
        if before.is_finished and before != self._demand:
            raise PlaceTaken(folder=registry)
        for path in present:
            path.unlink()

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self._single:
            self._single.close()
        if self._writer:
            self._writer.close()
        if error is None:
            write_demand(self.folder, self._demand)

    def add(self, made: Made) -> int:
        """Write what a task made; the number of its rows."""
        rows = sum(piece.rows for piece in made.pieces)
        for piece in made.pieces:
            self._write(piece)
        self._write_truth(made.truth)
        self.rows += rows
        return rows

    def _write(self, piece: Piece) -> None:
        if not self._demand.single_file:
            self.paths.append(self.folder / "registry" / f"{piece.name}{self._demand.suffix}")
            self.paths[-1].write_bytes(piece.data)
            return
        if self._single is None:
            self.paths.append(self.folder / "registry" / f"{SINGLE_FILE}.csv")
            self._single = self.paths[0].open("wb")
            self._single.write(HEADER.encode())
        self._single.write(piece.data)

    def _write_truth(self, table: pa.Table) -> None:
        if self._demand.single_file:
            # A task counts its own rows; in the single file they come after all earlier ones.
            place = table.schema.get_field_index("row_number")
            moved = pa.compute.add(table.column(place), self.rows)
            table = table.set_column(place, "row_number", moved)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.truth, table.schema, compression="zstd")
        self._writer.write_table(table)
