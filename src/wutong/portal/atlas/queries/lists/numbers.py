"""Where a number that somebody typed leads: to the trial, the application or the product that bears it."""

import re
import unicodedata
from dataclasses import dataclass

from wutong.portal.atlas.access import Release
from wutong.portal.shared.catalogue import catalogue

_TYPED = re.compile(r"[0-9A-Z国药准字/-]{8,40}")


@dataclass(frozen=True, slots=True)
class Numbered:
    """What has the shape of a number: `list_code` is the list to look in, `ident` names its page where it is known."""

    list_code: str
    number: str
    ident: str | None


def numbered(release: Release, text: str) -> Numbered | None:
    """What the number `text` names; None where it is no number. One read, and none for any other text."""
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not _TYPED.fullmatch(number):
        return None
    found = _shape(number)
    if found is None or not release.manifest.row_counts.get(found[1], 0):
        return None
    list_code, _, query = found
    rows = release.query(query, (number,)).rows
    return Numbered(list_code, number, rows[0][0] if rows else None)


def _shape(number: str) -> tuple[str, str, str] | None:
    """The list, the table that must not be empty, and the query for what bears the number."""
    drugs, registers = catalogue().drugs, catalogue().trial_words.registers
    if re.fullmatch(drugs.acceptance.pattern, number):
        query = "SELECT acceptance_number FROM drug_applications WHERE acceptance_number = ?"
        return "applications", "drug_applications", query
    known = (one for one in registers if one.code in {"cde", "ctgov", "chictr"})
    if any(re.fullmatch(one.pattern, number, re.IGNORECASE) for one in known):
        return "trials", "trials", "SELECT trial_id FROM trials WHERE upper(trial_id) = ?"
    if any(pattern.fullmatch(number) for pattern, _ in drugs.numbers.patterns):
        return "approvals", "approvals", "SELECT product_id FROM approvals WHERE approval_number = ?"
    return None
