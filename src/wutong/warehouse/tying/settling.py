"""Which judgements rule: those that none supersedes, and of several on one matter the latest.

A record that is superseded never acts, even where whatever supersedes it was held back: somebody took it back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wutong.warehouse.rows import Account
from wutong.warehouse.tying.hearing import Heard
from wutong.warehouse.tying.judgements import SAME, Judgement


@dataclass(frozen=True, slots=True)
class Known:
    """What the id of an enterprise or of a hospital stands for in this build."""

    now: str
    name: str


def settle(heard: Heard, known: Mapping[tuple[str, str], Known], account: Account) -> tuple[Judgement, ...]:
    """Every judgement that is used, with what its id stands for now and whether it rules. `known`: by kind and id."""
    used = []
    for one in heard.judgements:
        subject = known.get((one.kind, one.judged_enterprise_id))
        if subject is None:
            account.hold_back(one.row, "enterprise_id.unknown", "enterprise_id")
            continue
        account.use(one.row)
        if subject.now != one.judged_enterprise_id:
            account.remark(one.row, "enterprise_id.moved", "enterprise_id")
        if one.supersedes and one.supersedes not in heard.told:
            account.remark(one.row, "supersedes.unknown", "supersedes")
        used.append(replace(one, enterprise_id=subject.now, subject=subject.name))
    standing = [one for one in used if one.judgement_id not in heard.superseded]
    ruling = _ruling(standing)
    for one in standing:
        if one.judgement_id not in ruling:
            account.remark(one.row, "judgement.outweighed", "verdict")
    return tuple(replace(one, is_current=one.judgement_id in ruling) for one in used)


def _ruling(standing: Iterable[Judgement]) -> frozenset[str]:
    """Of records on one pair the latest; and of those that say what one name means, which is but one, the latest."""
    pairs = {(*one.key, one.enterprise_id): one for one in sorted(standing, key=lambda one: one.order)}
    told = sorted(pairs.values(), key=lambda one: one.order)
    meant = {one.key: one.judgement_id for one in told if one.verdict == SAME}
    return frozenset(one.judgement_id for one in told if one.verdict != SAME or meant[one.key] == one.judgement_id)
