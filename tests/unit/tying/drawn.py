"""Small invented judgements."""

from collections.abc import Mapping, Sequence
from typing import Any

from wutong.warehouse.rows import Account, Row
from wutong.warehouse.tying.hearing import hear
from wutong.warehouse.tying.judgements import ENTERPRISE, Judgement
from wutong.warehouse.tying.settling import Known, settle

KNOWN = {(ENTERPRISE, one): Known(one, f"虚构{one}有限公司") for one in ("e1", "e2", "e3")}


def judged(number: int, **told: str | None) -> dict[str, str | None]:
    """A judgement of “Kanglin Bio” and e1, the later the greater its number; None takes a value away."""
    usual = {
        "judgement_id": f"j{number}",
        "kind": "name_enterprise",
        "name": "Kanglin Bio",
        "enterprise_id": "e1",
        "verdict": "same",
        "judged_by": "17",
        "judged_at": f"2026-03-{number:02d}T08:00:00+00:00",
    }
    return usual | told


def rows(told: Sequence[Mapping[str, str | None]]) -> list[Row]:
    """Records as rows of one file."""
    return [Row("portal_feedback", "f1", number, dict(one)) for number, one in enumerate(told, start=1)]


def settled(
    told: Sequence[Mapping[str, str | None]], known: Mapping[tuple[str, str], Known] | None = None
) -> tuple[tuple[Judgement, ...], Account]:
    """What becomes of records, and the account of them."""
    account = Account(stage="judgements")
    return settle(hear(rows(told), account), KNOWN if known is None else known, account), account


def current(told: Sequence[Mapping[str, str | None]]) -> list[str]:
    """The ids of those that rule."""
    return [one.judgement_id for one in settled(told)[0] if one.is_current]


def reasons(account: Account) -> list[tuple[Any, bool]]:
    """Reason of every issue, and whether it holds a row back."""
    return [(issue["reason"], bool(issue["is_held_back"])) for issue in account.issues]
