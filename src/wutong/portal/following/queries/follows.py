"""Every read of the following app's own tables. Returns small typed rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from wutong.portal.accounts.models import Person
from wutong.portal.following.models import Follow, State
from wutong.portal.following.states.differences import Step, steps

PAGE = 20


@dataclass(frozen=True, slots=True)
class Followed:
    """One line of a list. `is_read` is false while no release has been taken in."""

    follow: Follow
    is_new: bool
    is_read: bool
    newest: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many followed things are `new` (not as they were when last seen), and how many a release is `behind`."""

    new: int
    behind: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: tuple[Followed, ...]
    total: int
    page: int
    pages: int
    new: int


def _with_current(follows: QuerySet[Follow], version: str) -> QuerySet[Follow]:
    states = State.objects.filter(kind=OuterRef("kind"), subject=OuterRef("subject"), release_version=version)
    return follows.annotate(current_digest=Subquery(states.values("digest")[:1]))


def standing_of(person: Person, version: str) -> Standing:
    """How what `person` follows stands at a release. One query: it is asked on every page."""
    here = State.objects.filter(kind=OuterRef("kind"), subject=OuterRef("subject"), release_version=version)
    changed = Exists(here.exclude(digest=OuterRef("seen_digest")))
    found = Follow.objects.filter(person=person).aggregate(
        new=Count("pk", filter=Q(changed) & ~Q(seen_digest="")), behind=Count("pk", filter=~Exists(here))
    )
    return Standing(new=found["new"], behind=found["behind"])


def is_followed(person: Person, kind: str, code: str) -> Follow | None:
    """The person's follow of that thing, if there is one."""
    return Follow.objects.filter(person=person, kind=kind, subject=code).first()


def page_of(person: Person, version: str, *, kind: str = "", page: int = 1) -> Page:
    """What `person` follows, what has changed first. Four queries, however long the list."""
    mine = Follow.objects.filter(person=person)
    follows = list(_with_current(mine.filter(kind=kind) if kind else mine, version))
    follows.sort(key=lambda one: (not _is_new(one), -one.created_at.timestamp(), -one.pk))
    pages = max(1, -(-len(follows) // PAGE))
    page = min(page, pages)
    shown = follows[(page - 1) * PAGE : page * PAGE]
    return Page(tuple(rows_of(shown)), len(follows), page, pages, sum(1 for one in follows if _is_new(one)))


def changed_since(person: Person, since: str, version: str) -> tuple[Followed, ...]:
    """What changed after the release `since` and up to `version`, of everything that changed; two queries.

    What somebody saw already, or began to follow only later, is no change to them.
    """
    follows = list(Follow.objects.filter(person=person).order_by("kind", "title", "pk"))
    found = []
    for row in rows_of(follows):
        base = max(since, row.follow.seen_version)
        told = tuple(step for step in row.steps if base < step.after.release_version <= version)
        if told:
            found.append(replace(row, steps=told))
    return tuple(found)


def rows_of(follows: Sequence[Follow]) -> Iterable[Followed]:
    """Each with all that is known to have changed. One query."""
    held: dict[tuple[str, str], list[State]] = defaultdict(list)
    subjects = {follow.subject for follow in follows}
    for state in State.objects.filter(subject__in=subjects).order_by("release_version"):
        held[(state.kind, state.subject)].append(state)
    for follow in follows:
        states = held[(follow.kind, follow.subject)]
        newest = states[-1].release_version if states else ""
        yield Followed(follow, _is_new(follow), bool(states), newest, steps(states))


def _is_new(follow: Follow) -> bool:
    current = getattr(follow, "current_digest", None)
    return bool(current and follow.seen_digest and current != follow.seen_digest)
