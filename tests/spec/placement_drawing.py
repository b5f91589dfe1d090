"""Places drawn enterprises: names and scopes in, rows of enrich__placement out, by their row number."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wutong.catalog.chain import Chain
from wutong.engine.engine import Engine
from wutong.warehouse.enrich.placement import placing

Drawn = tuple[str, str | None]


def place(engine: Engine, chain: Chain, *drawn: Drawn) -> dict[int, dict[str, Any]]:
    """The placement of each drawn (name, scope); one that is missing has the tier none. Numbers start at 1."""
    names, scopes = [name for name, _ in drawn], [scope for _, scope in drawn]
    columns = {"file_id": ["f1"] * len(drawn), "row_number": list(range(1, len(drawn) + 1))}
    table = pa.table(
        columns | {"name_zh": pa.array(names, pa.string()), "business_scope": pa.array(scopes, pa.string())}
    )
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder, "in.parquet"), Path(folder, "out")
        pq.write_table(table, file)
        engine.write(placing.plan(engine.read(file), chain), out)
        rows = pa.concat_tables(pq.read_table(part) for part in sorted(out.rglob("*.parquet"))).to_pylist()
    return {row["row_number"]: row for row in rows}
