"""What somebody judged of a name and an enterprise or hospital."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wutong.kernel.spelling import key_of
from wutong.warehouse.rows import Row

STANDARD = "judgements"  # sources that tell judgements
ENTERPRISE, HOSPITAL = "name_enterprise", "hospital_name"
SAME, DIFFERENT, UNSURE, WITHDRAWN = "same", "different", "unsure", "withdrawn"
KINDS = (ENTERPRISE, HOSPITAL)
VERDICTS = (SAME, DIFFERENT, UNSURE, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One record. `enterprise_id` is the enterprise (or hospital) as it is now; times are UTC."""

    row: Row
    judgement_id: str
    kind: str
    name: str
    enterprise_id: str
    judged_enterprise_id: str
    verdict: str
    why: str | None
    judged_by: str
    role: str | None
    judged_at: datetime
    supersedes: str | None
    subject: str = ""  # name of the enterprise or hospital
    is_current: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What was judged, whatever its spelling."""
        return self.kind, key_of(self.name)

    @property
    def order(self) -> tuple[datetime, str]:
        """Later ones outweigh earlier ones."""
        return self.judged_at, self.judgement_id

    def columns(self) -> dict[str, Any]:
        """The row of the table judgements."""
        plain = ("judgement_id", "kind", "name", "enterprise_id", "judged_enterprise_id", "verdict", "why", "judged_by")
        further = ("role", "judged_at", "supersedes", "is_current")
        told = {name: getattr(self, name) for name in (*plain, *further)}
        return {**told, "name_key": key_of(self.name), **self.row.origin}


@dataclass(frozen=True, slots=True)
class Known:
    """What an id of an enterprise or a hospital stands for in this build."""

    enterprise_id: str
    name: str


def by_key(judgements: Iterable[Judgement], kind: str) -> dict[str, list[Judgement]]:
    """The judgements of one kind that rule, by the names that they rule."""
    found: dict[str, list[Judgement]] = {}
    for one in judgements:
        if one.is_current and one.kind == kind:
            found.setdefault(key_of(one.name), []).append(one)
    return found
