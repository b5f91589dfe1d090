"""Records of every kind into the tables of a release. What was read before of the same parts is not read again."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from wutong.catalog.catalog import Catalog
from wutong.kernel.home import Home
from wutong.warehouse import fingerprints
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.files import link
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.records.kinds import KINDS, RecordKind
from wutong.warehouse.rows import Account, Row, rows_of

_ACCOUNT = "account.json"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    used: dict[str, int]
    issues: tuple[dict[str, str | int | bool | None], ...]


@dataclass(frozen=True)
class Records:
    """What record sources gave: folders of finished tables, rows used by file id, and rows of build__issues."""

    folders: tuple[Path, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[Mapping[str, object], ...] = ()

    def release(self, tables: Path) -> None:
        """Put every table of records under `tables`; nothing is copied."""
        for folder in self.folders:
            for table in sorted(one for one in folder.iterdir() if one.is_dir()):
                link([table], tables / table.name)

    def prune(self, home: Home) -> None:
        """Delete what was kept for other builds of this home."""
        for folder in sorted(home.records.iterdir()):
            if folder not in self.folders:
                shutil.rmtree(folder)


NO_RECORDS = Records()


def read_records(catalog: Catalog, parts: Sequence[Part], home: Home) -> Records:
    """The records of all kinds among `parts`; a kind of which no file is given has empty tables."""
    folders = tuple(_ensure(kind, catalog, parts, home) for kind in KINDS)
    kept = [_Kept.model_validate_json((folder / _ACCOUNT).read_text("utf-8")) for folder in folders]
    used = {file_id: rows for one in kept for file_id, rows in one.used.items()}
    return Records(folders, used, tuple(issue for one in kept for issue in one.issues))


def _ensure(kind: RecordKind, catalog: Catalog, parts: Sequence[Part], home: Home) -> Path:
    mine = [part for part in parts if catalog.sources[part.report.source_id].standard in kind.reads]
    digest = fingerprints.of_texts((kind.code, *(part.id for part in mine), *_dependencies(kind, catalog)))
    folder = home.records / f"{kind.code}-{digest}"
    if not folder.is_dir():
        aside = home.staging / folder.name
        _make(kind, catalog, mine, aside)
        home.records.mkdir(parents=True, exist_ok=True)
        aside.rename(folder)
    return folder


def _dependencies(kind: RecordKind, catalog: Catalog) -> tuple[str, ...]:
    places = [catalog.root / "catalog" / name for name in (*kind.declarations, "tables")]
    return (fingerprints.of_records(places, catalog.root),)


def _make(kind: RecordKind, catalog: Catalog, parts: Sequence[Part], folder: Path) -> None:
    account = Account()
    rows = {standard: _rows(standard, catalog, parts) for standard in kind.reads}
    made = kind.make(rows, catalog, account)
    for name in kind.tables:
        write_rows(made[name], catalog.released[name], folder)
    kept = _Kept.model_validate({"used": account.used, "issues": tuple(account.issues)})
    (folder / _ACCOUNT).write_text(kept.model_dump_json(), "utf-8")


def _rows(standard: str, catalog: Catalog, parts: Sequence[Part]) -> list[Row]:
    by_source: dict[str, list[Part]] = {}
    for part in parts:
        if catalog.sources[part.report.source_id].standard == standard:
            by_source.setdefault(part.report.source_id, []).append(part)
    return list(chain.from_iterable(rows_of(catalog.sources[name], mine) for name, mine in sorted(by_source.items())))
