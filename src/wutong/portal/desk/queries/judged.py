"""What holds now of what people judged, and what is left to ask. The rule of never asking twice lives here.

A name leaves the queue with its judgement, even an unsure one. It comes back only with a candidate that nobody has
judged, or where a pair that was judged unsure now has other reasons than those that were seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from wutong.portal.accounts.models import Person
from wutong.portal.desk.models import Judgement, Kind, Verdict
from wutong.portal.desk.queries.ties import Candidate, Tie

Pairs = Mapping[str, "Held"]
NOTHING: Pairs = {}


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of one pair: the judgement that nothing supersedes."""

    verdict: str
    evidence: str
    step: int


@dataclass(frozen=True, slots=True)
class Last:
    """The newest judgement of a name: by whom and when, and whether it was an undo."""

    step: int
    by: str
    at: datetime
    is_undo: bool


def held_pairs(moved: Mapping[str, str], keys: Iterable[str] | None = None) -> dict[tuple[str, str], dict[str, Held]]:
    """What holds of each name, by kind and key and then by enterprise; of all names, or of those with `keys`.

    `moved` tells the ids that enterprises have now, where they had others when they were judged.
    """
    heads = Judgement.objects.filter(superseded_by__isnull=True)
    if keys is not None:
        heads = heads.filter(name_key__in=set(keys))
    found: dict[tuple[str, str], dict[str, Held]] = {}
    rows = heads.values_list("kind", "name_key", "enterprise_id", "verdict", "evidence", "step")
    rows = rows.order_by("number")  # of an id that has moved onto another's, the later judgement holds
    for kind, key, enterprise_id, verdict, evidence, step in rows.iterator(chunk_size=5000):
        found.setdefault((kind, key), {})[moved.get(enterprise_id, enterprise_id)] = Held(verdict, evidence, step)
    return found


def open_candidates(tie: Tie, held: Pairs) -> tuple[Candidate, ...]:
    """The candidates that are still to be asked about; none where the name is settled."""
    if any(one.verdict == Verdict.SAME for one in held.values()):
        return ()
    return tuple(one for one in tie.candidates if _is_open(one, held.get(one.enterprise_id)))


def _is_open(candidate: Candidate, held: Held | None) -> bool:
    if held is None or held.verdict == Verdict.WITHDRAWN:
        return True
    return held.verdict == Verdict.UNSURE and held.evidence != candidate.evidence


def last_of(kind: Kind, key: str) -> Last | None:
    """The newest judgement of a name, undone ones too."""
    found = Judgement.objects.filter(kind=kind, name_key=key).select_related("judged_by").order_by("-step").first()
    return Last(found.step, found.judged_by.audit_label, found.judged_at, found.is_undo) if found else None


def last_answer(person: Person) -> Judgement | None:
    """What `person` judged last and can still take back: nobody has judged it since."""
    mine = Judgement.objects.filter(judged_by=person, is_undo=False, superseded_by__isnull=True)
    return mine.order_by("-number").first()


def steps_of(names: Iterable[tuple[Kind, str]]) -> dict[tuple[str, str], int]:
    """How many judgements there are of each of `names`, by kind and key; none where nobody has judged."""
    keys = {key for _, key in names}
    found = Judgement.objects.filter(name_key__in=keys).values_list("kind", "name_key").annotate(last=Max("step"))
    return {(kind, key): last for kind, key, last in found}
