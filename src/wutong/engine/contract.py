"""Hold a plan to its declared table: the columns in order, each of the declared type, none missing."""

import ibis.expr.types as ir

from wutong.catalog.tables import Table
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class ColumnsMissing(WutongError):
    code = "engine.columns_missing"
    exit_code = 4
    sentence = Text(
        zh="表 {table} 缺少列：{columns}。请检查 catalog/tables/{table}.yml 与产生它的步骤。",
        en="The table {table} lacks {columns}. Compare catalog/tables/{table}.yml with the step that makes it.",
    )


def conform(plan: ir.Table, table: Table) -> ir.Table:
    """`plan` with exactly the columns of `table`; raises ColumnsMissing. Further columns are dropped."""
    missing = [name for name in table.types if name not in plan.columns]
    if missing:
        raise ColumnsMissing(table=table.name, columns=", ".join(missing))
    return plan.select(**{name: plan[name].cast(kind) for name, kind in table.types.items()})
