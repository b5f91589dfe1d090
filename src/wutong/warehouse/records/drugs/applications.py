"""From acceptance numbers that trials name to the table drug_applications. Neither an approval nor a trial."""

import re
from collections.abc import Iterable
from typing import Any

from wutong.catalog.drugs import Drugs, Lettered
from wutong.warehouse.records import texts
from wutong.warehouse.rows import Row


def applications(trial_rows: Iterable[Row], drugs: Drugs) -> list[dict[str, Any]]:
    """One row a number, in order of numbers. Of several trials under one number the first row tells the drug."""
    declared = drugs.acceptance
    pattern = re.compile(declared.pattern)
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(trial_rows, key=lambda row: (row.file_id, row.row_number)):
        for match in pattern.finditer((row.get("acceptance_text") or "").upper()):
            application = {
                "acceptance_number": match[0],
                "made": _meaning(declared.made, match["made"]),
                "kind": _meaning(declared.kinds, match["kind"]),
                "approval_class": drugs.numbers.class_of.get(match["drug"]),
                "asks_for": _meaning(declared.asks, match["asks"]),
                "year": 2000 + int(match["year"]),
                "drug_text": texts.joined(row.get("drug_text")),
                "applicant_text": texts.plain(row.get("sponsor_text")),
                **row.origin,
            }
            found.setdefault(match[0], application)
    return [found[number] for number in sorted(found)]


def _meaning(meanings: Iterable[Lettered], letter: str) -> str | None:
    return next((one.code for one in meanings if one.letter == letter), None)
