"""Every write of the following app: keyword-only, with who acts as `by`, and its audit row in the same transaction."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.following.acts import ENDED, FOLLOWED, LIST, SEEN
from wutong.portal.following.models import Follow, State
from wutong.portal.following.states import keeping
from wutong.portal.following.subjects import Subject
from wutong.portal.shared.audit.recording import Program, action, after_commit, nothing_changed, record

MOST_FOLLOWED = 300


class TooManyFollowed(WutongError):
    code = "following.too_many"
    sentence = Text(
        zh="最多可关注 {most} 项。请先取消关注一些不再需要的。",
        en="At most {most} things can be followed. Stop following some that you no longer need.",
    )


class _List(Program):
    audit_kind = LIST.code


@action
def follow(*, subject: Subject, version: str, by: Person) -> Follow:
    """Begin to follow; what is followed already stays as it is. Raises TooManyFollowed."""
    held = Follow.objects.filter(person=by, kind=subject.kind, subject=subject.code).first()
    if held is not None:
        nothing_changed()
        return held
    if Follow.objects.filter(person=by).count() >= MOST_FOLLOWED:
        raise TooManyFollowed(most=MOST_FOLLOWED)
    state = State.objects.filter(kind=subject.kind, subject=subject.code, release_version=version).first()
    made = Follow.objects.create(
        person=by,
        kind=subject.kind,
        subject=subject.code,
        title=subject.title[:200],
        seen_version=version,
        seen_digest=state.digest if state else "",
    )
    record(FOLLOWED.code, about=made, by=by, after={"kind": subject.kind, "subject": subject.code})
    after_commit(keeping.start)
    return made


@action
def unfollow(*, follow: Follow, by: Person) -> None:
    """Stop following. What releases said of it is kept as long as anybody follows it."""
    record(ENDED.code, about=follow, by=by, before={"kind": follow.kind, "subject": follow.subject})
    follow.delete()


@action
def mark_seen(*, version: str, by: Person) -> None:
    """Say that everything new in `version` has been seen."""
    states = State.objects.filter(kind=OuterRef("kind"), subject=OuterRef("subject"), release_version=version)
    new = Follow.objects.filter(person=by).exclude(seen_version=version)
    if not new.exists():
        nothing_changed()
        return
    new.update(seen_version=version, seen_digest=Coalesce(Subquery(states.values("digest")[:1]), "seen_digest"))
    record(SEEN.code, about=_List(by.audit_id, by.audit_label), by=by, after={"release": version})
