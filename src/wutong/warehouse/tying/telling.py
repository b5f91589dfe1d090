"""The columns that ties of every kind share: where a name stands, the verdict, and who says so."""

from typing import Any

from wutong.warehouse.tying.carrying import Carried
from wutong.warehouse.tying.ruling import Ruled

MATCHED, JUDGED = "matched", "judged"


def told(one: Carried, ruled: Ruled) -> dict[str, Any]:
    """Those columns of the tie of a name."""
    return {
        "verdict": ruled.verdict.value,
        "reasons_zh": [why.zh for why in ruled.reasons],
        "reasons_en": [why.en for why in ruled.reasons],
        "further_ids": [other.identifier for other in ruled.choices if other is not ruled.best and not other.is_barred],
        "records": one.records,
        "tables": list(one.tables),
        "origin": JUDGED if ruled.by else MATCHED,
        "judgement_id": ruled.by.judgement_id if ruled.by else None,
    }
