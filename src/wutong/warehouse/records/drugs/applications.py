"""From acceptance numbers in lists and in trials to the table drug_applications. Neither an approval nor a trial."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from wutong.catalog.drugs import Acceptance, Drugs, Lettered
from wutong.warehouse.records import texts
from wutong.warehouse.records.dates import read_date
from wutong.warehouse.rows import Account, Row

Application = dict[str, Any]
_TOLD = ("drug_text", "applicant_text", "indication_text", "accepted_on", "decided_on", "decision", "decision_text")
_DAYS = ("accepted_on", "decided_on")


def applications(
    trial_rows: Iterable[Row], listed_rows: Iterable[Row], drugs: Drugs, account: Account
) -> list[Application]:
    """One row a number, in order of numbers. Lists come before trials; of each field the first row that tells it."""
    found: dict[str, Application] = {}
    for row, one in (*_listed(listed_rows, drugs, account), *_named_by_trials(trial_rows, drugs)):
        held = found.setdefault(one["acceptance_number"], one)
        if any(one[day] and held[day] and one[day] != held[day] for day in _DAYS):
            account.remark(row, "row.repeated", "acceptance_text")
        for name in _TOLD:
            held[name] = one[name] if held[name] is None else held[name]
    return [found[number] for number in sorted(found)]


def _listed(rows: Iterable[Row], drugs: Drugs, account: Account) -> Iterator[tuple[Row, Application]]:
    """Rows of lists of applications. A row without a readable number is held back."""
    pattern = re.compile(drugs.acceptance.pattern)
    for row in _in_order(rows):
        match = pattern.fullmatch((texts.plain(row.get("acceptance_text")) or "").upper())
        if match is None:
            account.hold_back(row, "acceptance_number.unrecognised", "acceptance_text")
            continue
        account.use(row)
        decision = texts.plain(row.get("decision_text"))
        told = {
            "indication_text": texts.plain(row.get("indication_text")),
            "accepted_on": _day(row, "accepted_on_text", account),
            "decided_on": _day(row, "decided_on_text", account),
            "decision": _decision(decision, drugs.acceptance),
            "decision_text": decision,
        }
        yield row, _application(match, row, drugs, texts.plain(row.get("applicant_text")), **told)


def _named_by_trials(rows: Iterable[Row], drugs: Drugs) -> Iterator[tuple[Row, Application]]:
    pattern = re.compile(drugs.acceptance.pattern)
    for row in _in_order(rows):
        for match in pattern.finditer((row.get("acceptance_text") or "").upper()):
            yield row, _application(match, row, drugs, texts.plain(row.get("sponsor_text")))


def _application(
    match: re.Match[str], row: Row, drugs: Drugs, applicant: str | None, **told: str | date | None
) -> Application:
    declared = drugs.acceptance
    return {
        "acceptance_number": match[0],
        "made": _meaning(declared.made, match["made"]),
        "kind": _meaning(declared.kinds, match["kind"]),
        "approval_class": drugs.numbers.class_of.get(match["drug"]),
        "asks_for": _meaning(declared.asks, match["asks"]),
        "year": 2000 + int(match["year"]),
        "drug_text": texts.joined(row.get("drug_text")),
        "applicant_text": applicant,
        **{name: told.get(name) for name in _TOLD[2:]},
        **row.origin,
    }


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.file_id, row.row_number))


def _day(row: Row, name: str, account: Account) -> date | None:
    told = read_date(row.get(name))
    if told.problem:
        account.remark(row, f"date.{told.problem}", name)
    return told.day


def _decision(text: str | None, declared: Acceptance) -> str | None:
    plain = (text or "").casefold()
    return next((one.code for one in declared.decisions if any(word in plain for word in one.words)), None)


def _meaning(meanings: Iterable[Lettered], letter: str) -> str | None:
    return next((one.code for one in meanings if one.letter == letter), None)
