"""Plans compiled to SQL, kept between builds: compiling the larger ones takes longer than running them on a town.

A compiled plan is found by a digest of all that it was made from, so that it is never out of date. Nothing but time
is lost when the folder is deleted.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.feather as feather
from ibis.backends import BaseBackend

_PLAN = "plan.json"
_MOST = 200  # plans kept; a code version has some twenty
_LIBRARIES = ("ibis-framework", "sqlglot", "duckdb")


@dataclass(frozen=True, slots=True)
class Compiled:
    """One SELECT, and the small tables it names that must be registered before it runs."""

    sql: str
    tables: Mapping[str, pa.Table]


def compile_plan(plan: ir.Table, backend: BaseBackend) -> Compiled:
    """The SQL of `plan` for `backend`."""
    in_memory = {node.name: node.data.to_pyarrow(node.schema) for node in plan.op().find(ops.InMemoryTable)}
    return Compiled(sql=str(backend.compile(plan)), tables=in_memory)


@dataclass(frozen=True)
class Shelf:
    """Compiled plans under one folder; without a folder none is kept. `fingerprint` tells code and declarations."""

    folder: Path | None = None
    fingerprint: str = ""
    _libraries: str = field(default_factory=lambda: " ".join(version(name) for name in _LIBRARIES))

    def digest(self, *texts: str) -> str:
        """The key of a plan made from `texts` besides code and declarations."""
        whole = "\0".join((self.fingerprint, self._libraries, *texts))
        return hashlib.sha256(whole.encode()).hexdigest()[:24]

    def find(self, digest: str) -> Compiled | None:
        """The plan kept under `digest`, if there is one; one that cannot be read whole is thrown away."""
        if self.folder is None or not (self.folder / digest).is_dir():
            return None
        kept = self.folder / digest
        try:
            os.utime(kept)
            said = json.loads((kept / _PLAN).read_bytes())
            tables = {name: feather.read_table(kept / f"{name}.arrow", memory_map=False) for name in said["tables"]}
            return Compiled(str(said["sql"]), tables)
        except (OSError, ValueError, KeyError, pa.ArrowException):
            shutil.rmtree(kept, ignore_errors=True)
            return None

    def keep(self, digest: str, compiled: Compiled) -> None:
        """Put a plan on the shelf in one step; where that cannot be done, the next build compiles again."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside = Path(tempfile.mkdtemp(dir=self.folder))
            for name, table in compiled.tables.items():
                feather.write_feather(table, aside / f"{name}.arrow")
            said = {"sql": compiled.sql, "tables": sorted(compiled.tables)}
            (aside / _PLAN).write_text(json.dumps(said, ensure_ascii=False), "utf-8")
            aside.rename(self.folder / digest)
            self._tidy(self.folder)
        except OSError:
            return

    def _tidy(self, folder: Path) -> None:
        by_age = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in by_age[_MOST:]:
            shutil.rmtree(old, ignore_errors=True)
