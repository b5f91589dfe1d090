"""“This is not us”: filed, taken back, answered by a judgement, open again where that judgement is undone."""

from dataclasses import dataclass

from django.db.models import QuerySet

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.desk import notices
from wutong.portal.desk.models import Judgement, Kind, Objection
from wutong.portal.desk.naming import key_of
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record

MOST_OPEN = 100


class TooManyObjections(WutongError):
    code = "desk.too_many_objections"
    sentence = Text(
        zh="您已有 {count} 条异议在等待判断，请等其中一些得到答复后再提出。",
        en="{count} objections of yours are waiting already. Wait until some of them are answered.",
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """A name as written, and the enterprise that it is said to mean. `seen_in` is the table it was seen in."""

    name: str
    enterprise_id: str
    name_zh: str
    seen_in: str = ""
    kind: Kind = Kind.NAME_ENTERPRISE


@action
def file(*, pair: Pair, why: str, is_own_staff: bool, release_version: str, by: Person) -> Objection:
    """Say that the pair is not one; what one has said already stays as it is. Raises TooManyObjections."""
    mine = Objection.objects.select_for_update().filter(filed_by=by, ended_at__isnull=True)
    held = mine.filter(kind=pair.kind, name_key=key_of(pair.name), enterprise_id=pair.enterprise_id).first()
    if held is not None:
        nothing_changed()
        return held
    if (count := mine.count()) >= MOST_OPEN:
        raise TooManyObjections(count=count)
    made = Objection.objects.create(
        kind=pair.kind,
        name=pair.name,
        name_key=key_of(pair.name),
        enterprise_id=pair.enterprise_id,
        name_zh=pair.name_zh[:400],
        seen_in=pair.seen_in,
        why=why,
        is_own_staff=is_own_staff,
        filed_by=by,
        filed_at=clock.now(),
        release_version=release_version,
    )
    record("objection.filed", about=made, by=by, after={"why": why or None, "enterprise_id": pair.enterprise_id})
    return made


@action
def take_back(*, objection: Objection, by: Named) -> None:
    """No longer hold it; one that is over stays as it is."""
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    if not held.is_open:
        return nothing_changed()
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    record("objection.taken_back", about=held, by=by)
    return None


@action
def answer(*, judgement: Judgement, by: Named) -> None:
    """Let `judgement` end every open objection to its pair, and tell those who filed them."""
    found = list(_of_pair(judgement).filter(ended_at__isnull=True))
    if not found:
        return nothing_changed()
    for one in found:
        one.answered_by, one.ended_at = judgement, judgement.judged_at
        one.save(update_fields=["answered_by", "ended_at"])
        after = {"verdict": judgement.verdict, "why": judgement.why or None}
        record("objection.answered", about=one, by=by, after=after)
        notices.answered(objection=one, judgement=judgement, by=by)
    return None


@action
def reopen(*, judgement: Judgement, by: Named) -> None:
    """Open again what `judgement` had answered, since it has been taken back."""
    found = list(_of_pair(judgement).filter(answered_by=judgement))
    if not found:
        return nothing_changed()
    for one in found:
        newer = _of_pair(judgement).filter(filed_by=one.filed_by_id, ended_at__isnull=True)
        if newer.exists():  # filed anew meanwhile, and that one is open
            continue
        one.answered_by, one.ended_at = None, None
        one.save(update_fields=["answered_by", "ended_at"])
        record("objection.reopened", about=one, by=by)
    return None


def _of_pair(judgement: Judgement) -> QuerySet[Objection]:
    return Objection.objects.select_for_update().filter(
        kind=judgement.kind, name_key=judgement.name_key, enterprise_id=judgement.enterprise_id
    )
