"""Judgements: made, and taken back. Each adds records; none is ever changed.

Two people cannot judge one state of a name: each record takes the next step of its name, and a step is taken once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.desk.access import Judge
from wutong.portal.desk.actions import objections
from wutong.portal.desk.models import Judgement, Kind, Verdict
from wutong.portal.desk.naming import key_of
from wutong.portal.shared.audit.recording import action, record


class AlreadyJudged(WutongError):
    code = "desk.already_judged"
    sentence = Text(
        zh="{who}已在 {when} 判断了“{name}”，您的判断没有记录。",
        en="{who} judged “{name}” at {when}; yours has not been recorded.",
    )


class NothingToJudge(WutongError):
    code = "desk.nothing_to_judge"
    sentence = Text(
        zh="没有选择候选企业。请选择一个候选后再判断。",
        en="No candidate was chosen. Choose one and judge again.",
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """One candidate as the judge saw it."""

    enterprise_id: str
    name_zh: str
    score: float | None
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A name as written, on one release, after `step` judgements of it."""

    kind: Kind
    name: str
    release_version: str
    step: int


@dataclass(frozen=True, slots=True)
class _Draft:
    seen: Seen
    verdict: str
    supersedes: Judgement | None
    is_undo: bool = False


@action
def judge(*, asked: Asked, seen: Sequence[Seen], verdict: Verdict, why: str, by: Judge) -> UUID:
    """Judge the pairs of a name and some candidates alike; returns what joins the records.

    A name means one enterprise at most: one that was judged to be it before becomes different. Raises AlreadyJudged
    where somebody has judged the name since it was shown, and NothingToJudge.
    """
    if not seen or (verdict is Verdict.SAME and len(seen) > 1):
        raise NothingToJudge()
    heads = _heads(asked.kind, key_of(asked.name))
    if max((one.step for one in heads.values()), default=0) != asked.step:
        raise _already(asked.kind, asked.name)
    drafts = [_Draft(one, verdict.value, heads.get(one.enterprise_id)) for one in seen]
    if verdict is Verdict.SAME:
        others = (one for one in heads.values() if one.verdict == Verdict.SAME)
        drafts += [
            _Draft(_as_seen(one), Verdict.DIFFERENT.value, one)
            for one in others
            if one.enterprise_id != seen[0].enterprise_id
        ]
    answer_id = uuid4()
    for made in _written(drafts, asked, answer_id, why, by):
        after = {"verdict": made.verdict, "why": why or None, "release_version": made.release_version}
        record(
            "judgement.made", about=made, by=by.person, organisation=by.organisation, before=_before(made), after=after
        )
        objections.answer(judgement=made, by=by.person)
    return answer_id


@action
def undo(*, judged: Sequence[Judgement], release_version: str, by: Judge) -> None:
    """Let what held before `judged` hold again, by records that supersede them. Raises AlreadyJudged."""
    first = judged[0]
    heads = _heads(first.kind, first.name_key)
    if any(heads[one.enterprise_id].pk != one.pk for one in judged):
        raise _already(first.kind, first.name)
    step = max(one.step for one in heads.values())
    drafts = [_Draft(*_before_it(one), one, is_undo=True) for one in judged]
    asked = Asked(Kind(first.kind), first.name, release_version, step)
    for made in _written(drafts, asked, uuid4(), "", by):
        record(
            "judgement.undone",
            about=made,
            by=by.person,
            organisation=by.organisation,
            before=_before(made),
            after={"verdict": made.verdict},
        )
    for one in judged:
        objections.reopen(judgement=one, by=by.person)


def _heads(kind: str, key: str) -> dict[str, Judgement]:
    """What holds of each pair of a name."""
    found = Judgement.objects.filter(kind=kind, name_key=key, superseded_by__isnull=True).select_related("supersedes")
    return {one.enterprise_id: one for one in found}


def _before_it(one: Judgement) -> tuple[Seen, str]:
    """What held before `one`: the verdict of what it superseded, on what was seen then."""
    old = one.supersedes
    return (_as_seen(old), old.verdict) if old is not None else (_as_seen(one), Verdict.WITHDRAWN.value)


def _as_seen(one: Judgement) -> Seen:
    return Seen(one.enterprise_id, one.name_zh, one.score, tuple(one.reasons_zh), tuple(one.reasons_en), one.evidence)


def _before(made: Judgement) -> dict[str, str]:
    return {"verdict": made.supersedes.verdict} if made.supersedes is not None else {}


def _written(drafts: Iterable[_Draft], asked: Asked, answer_id: UUID, why: str, by: Judge) -> list[Judgement]:
    """The records, each at the next step of its name; raises AlreadyJudged where somebody was faster."""
    now = clock.now()
    try:
        with transaction.atomic():
            return [
                Judgement.objects.create(
                    answer_id=answer_id,
                    kind=asked.kind,
                    name=asked.name,
                    name_key=key_of(asked.name),
                    step=asked.step + count,
                    enterprise_id=draft.seen.enterprise_id,
                    verdict=draft.verdict,
                    why=why,
                    judged_by=by.person,
                    role_code=by.role.code,
                    organisation=by.organisation,
                    judged_at=now,
                    release_version=asked.release_version,
                    name_zh=draft.seen.name_zh[:400],
                    score=draft.seen.score,
                    reasons_zh=list(draft.seen.reasons_zh),
                    reasons_en=list(draft.seen.reasons_en),
                    evidence=draft.seen.evidence,
                    is_undo=draft.is_undo,
                    supersedes=draft.supersedes,
                )
                for count, draft in enumerate(drafts, start=1)
            ]
    except IntegrityError as error:
        raise _already(asked.kind, asked.name) from error


def _already(kind: str, name: str) -> AlreadyJudged:
    last = (
        Judgement.objects.filter(kind=kind, name_key=key_of(name)).select_related("judged_by").order_by("-step").first()
    )
    who = last.judged_by.audit_label if last else "?"
    when = f"{localtime(last.judged_at):%Y-%m-%d %H:%M}" if last else "?"
    return AlreadyJudged(who=who, when=when, name=name)
