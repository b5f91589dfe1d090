"""What one row of a trial register says. Whatever it says that cannot be understood is told, and the rest is used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from wutong.catalog.trials import Meaning, TrialWords, meaning_of
from wutong.warehouse.records import texts
from wutong.warehouse.records.dates import Told, read_date
from wutong.warehouse.rows import Account, Row

_ACCEPTANCE = re.compile(r"[CJ][A-Z]{3}[0-9]{7}")
# Field of a trial → raw field that tells it.
_DATES = {
    "registered_on": "registered_on_text",
    "started_on": "started_on_text",
    "completed_on": "completed_on_text",
    "updated_on": "updated_on_text",
}


@dataclass(frozen=True, slots=True)
class Sponsor:
    """One sponsor as written. `role` is lead or collaborator."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Site:
    """One place where a trial runs, as written."""

    name: str
    country: str | None
    province: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class TrialSaid:
    """Everything that one row says of one trial. `facts` are the columns of the table trials that it can tell."""

    row: Row
    trial_id: str
    facts: dict[str, Any]
    sponsors: tuple[Sponsor, ...]
    sites: tuple[Site, ...]
    identifiers: tuple[tuple[str, str], ...]

    @property
    def said_on(self) -> date | None:
        """The day as of which the register says it, where it tells."""
        found: date | None = self.facts["updated_on"]
        return found


def read_trial(row: Row, words: TrialWords, account: Account) -> TrialSaid | None:
    """The trial of a row; None where it has no id of any register, and the row is held back."""
    trial_id = texts.plain(row.get("trial_id"))
    register = words.register_of(trial_id) if trial_id else None
    if trial_id is None or register is None:
        account.hold_back(row, "trial_id.unrecognised", "trial_id")
        return None
    account.use(row)
    reader = _Reader(row, account)
    facts = {
        "register": register,
        "title_zh": texts.plain(row.get("title_zh")),
        "title_en": texts.plain(row.get("title_en")),
        "official_title": texts.plain(row.get("official_title")),
        "status": reader.meaning("status_text", words.statuses),
        "status_text": texts.joined(row.get("status_text")),
        "phase": reader.phase(words.phases),
        "phase_text": texts.joined(row.get("phase_text")),
        "study_type": reader.meaning("study_type_text", words.study_types),
        "indication": texts.joined(row.get("indication_text")),
        "drug": texts.joined(row.get("drug_text")),
        "countries": texts.joined(row.get("countries_text")),
        "planned_size": texts.count(row.get("size_text")),
        **{name: reader.date(field) for name, field in _DATES.items()},
    }
    return TrialSaid(row, trial_id, facts, _sponsors(row), tuple(_sites(row)), tuple(_identifiers(row, words)))


class _Reader:
    """Reads single cells, and remarks on those that it cannot read."""

    def __init__(self, row: Row, account: Account) -> None:
        self.row = row
        self.account = account

    def meaning(self, name: str, meanings: tuple[Meaning, ...]) -> str | None:
        """The code of what a cell says."""
        text = texts.joined(self.row.get(name))
        if text is None:
            return None
        found = meaning_of(text, meanings)
        if found is None:
            self.account.remark(self.row, f"{name.removesuffix('_text')}.unrecognised", name)
        return found

    def phase(self, phases: tuple[Meaning, ...]) -> str | None:
        """The phase; two phases in a list are one trial of both. The title tells it where the cell does not."""
        said = [str(one) for one in texts.listed(self.row.get("phase_text"))]
        if len(said) > 1:
            return meaning_of("/".join(said), phases)
        found = self.meaning("phase_text", phases)
        if found in (None, "not_applicable"):
            title = texts.plain(self.row.get("title_zh") or self.row.get("category_text"))
            found = (meaning_of(title, phases) if title else None) or found
        return found

    def date(self, name: str) -> date | None:
        """The date of a cell."""
        told: Told = read_date(self.row.get(name))
        if told.problem:
            self.account.remark(self.row, f"date.{told.problem}", name)
        return told.day


def _sponsors(row: Row) -> tuple[Sponsor, ...]:
    lead = [Sponsor(name, "lead") for name in texts.sponsors(row.get("sponsor_text"))]
    others = [one.get("name") for one in texts.listed(row.get("collaborators")) if isinstance(one, dict)]
    known = {sponsor.name for sponsor in lead}
    names = dict.fromkeys(name for name in map(texts.plain, others) if name and name not in known)
    return (*lead, *(Sponsor(name, "collaborator") for name in names))


def _sites(row: Row) -> Iterator[Site]:
    for one in texts.listed(row.get("sites")):
        if isinstance(one, dict) and (name := texts.plain(one.get("facility"))):
            yield Site(
                name, texts.plain(one.get("country")), texts.plain(one.get("state")), texts.plain(one.get("city"))
            )


def _identifiers(row: Row, words: TrialWords) -> Iterator[tuple[str, str]]:
    """Ids of the same trial elsewhere, the sponsor's own, and numbers of the application that it belongs to."""
    own = texts.plain(row.get("sponsor_study_id"))
    if own:
        yield "sponsor_study_id", own
    for number in dict.fromkeys(_ACCEPTANCE.findall((row.get("acceptance_text") or "").upper())):
        yield "acceptance_number", number
    for one in texts.listed(row.get("other_ids")):
        value = texts.plain(one.get("id") if isinstance(one, dict) else str(one))
        if value:
            register = words.register_of(value)
            yield (register if register and register != "other" else "other"), value
