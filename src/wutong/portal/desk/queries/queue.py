"""What is to be judged, the most valuable first: objections before all, then names by what their judgement is worth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from wutong.portal.atlas.access import Release
from wutong.portal.desk.models import Kind, Objection
from wutong.portal.desk.naming import key_of
from wutong.portal.desk.queries.judged import NOTHING, held_pairs, open_candidates
from wutong.portal.desk.queries.ties import Candidate, Tie, moved_ids, ties_named, unsure_ties

# How much a candidate is looked at: the more, the more a wrong tie costs.
TIER_WEIGHTS = {"core": 4, "related": 2}
LISTED_WEIGHT = 2
OBJECTIONS = "objection"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the queue: a kind (or objections only), a table, a division, words. Empty means all."""

    kind: str = ""
    table: str = ""
    division: str = ""
    words: str = ""

    @property
    def is_all(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Item:
    """A name to judge, and the candidates that are still open. `objections` are those that wait for it.

    `found_ids` are the candidates that the judge looked for.
    """

    tie: Tie
    open_ids: tuple[str, ...]
    objections: tuple[Objection, ...] = ()
    found_ids: tuple[str, ...] = ()

    @property
    def first(self) -> Candidate:
        """The likeliest of those still open."""
        return next(one for one in self.tie.candidates if one.enterprise_id in self.open_ids)

    @property
    def weight(self) -> int:
        """How prominent that candidate is."""
        return TIER_WEIGHTS.get(self.first.tier, 1) * (LISTED_WEIGHT if self.first.is_listed else 1)

    @property
    def value(self) -> int:
        """What a judgement is worth: records times prominence."""
        return self.tie.records * self.weight


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, in order; how many names of the release were ever to be judged, and how many still are."""

    items: Sequence[Item]
    total: int
    left: int

    @property
    def judged(self) -> int:
        return self.total - self.left

    @property
    def percent(self) -> int:
        """0 to 100."""
        return 100 * self.judged // self.total if self.total else 100


def queue_of(release: Release) -> Queue:
    """Everything that waits on `release` now."""
    ties = unsure_ties(release)
    held = held_pairs(moved_ids(release))
    objected = list(_objected(release))
    first = {(item.tie.kind, item.tie.key) for item in objected}
    asked = [
        Item(tie, tuple(one.enterprise_id for one in found))
        for tie in ties
        if (found := open_candidates(tie, held.get((tie.kind, tie.key), NOTHING)))
    ]
    rest = [item for item in asked if (item.tie.kind, item.tie.key) not in first]
    rest.sort(key=lambda item: (-item.value, -(item.first.score or 0), item.tie.kind, item.tie.key))
    return Queue((*objected, *rest), total=len(ties), left=len(asked))


def narrowed(queue: Queue, wanted: Wanted) -> list[Item]:
    """Those of the queue that are wanted, in its order."""
    return [item for item in queue.items if _is_wanted(item, wanted)]


def item_of(release: Release, kind: Kind, name: str) -> Item | None:
    """One name, whether it waits or was judged: every candidate of it may be judged anew."""
    tie = ties_named(release, [(kind, name)]).get((kind, key_of(name)))
    waiting = tuple(_open_objections().filter(kind=kind, name_key=key_of(name)))
    if tie is None and waiting:
        tie = _told(waiting[0])
    if tie is None:
        return None
    tie = _with_objected(tie, waiting)
    held = held_pairs(moved_ids(release), [tie.key]).get((kind, tie.key), NOTHING)
    still = tuple(one.enterprise_id for one in waiting) or tuple(
        one.enterprise_id for one in open_candidates(tie, held)
    )
    return Item(tie, still or tuple(one.enterprise_id for one in tie.candidates), waiting)


def with_found(item: Item, found: Sequence[Candidate]) -> Item:
    """The same with what a judge looked for: it stands first, and can be chosen."""
    ids = tuple(one.enterprise_id for one in found)
    told = tuple(item.tie.candidate(one.enterprise_id) or one for one in found)
    rest = tuple(one for one in item.tie.candidates if one.enterprise_id not in ids)
    return replace(item, tie=replace(item.tie, candidates=told + rest), found_ids=ids)


def choices(items: Iterable[Item]) -> tuple[dict[str, int], dict[str, int]]:
    """How many of `items` stand in each table, and have a candidate in each province, city and district."""
    tables: dict[str, int] = {}
    divisions: dict[str, int] = {}
    for item in items:
        for table in item.tie.tables:
            tables[table] = tables.get(table, 0) + 1
        for code in {part for one in item.tie.candidates for part in _within(one.division_code)}:
            divisions[code] = divisions.get(code, 0) + 1
    return dict(sorted(tables.items())), dict(sorted(divisions.items()))


def _within(code: str) -> set[str]:
    """The division itself and those that hold it, as six digits."""
    return {code[:length].ljust(6, "0") for length in (2, 4, 6)} if len(code) == 6 else set()


def _objected(release: Release) -> Iterator[Item]:
    """Names that somebody objects to, those of an enterprise's own staff and then the oldest first."""
    waiting: dict[tuple[str, str], list[Objection]] = {}
    for one in _open_objections():
        waiting.setdefault((one.kind, one.name_key), []).append(one)
    ties = ties_named(release, [(Kind(one.kind), one.name) for held in waiting.values() for one in held])
    for about, held in waiting.items():
        tie = ties.get(about) or _told(held[0])
        # Only what is objected to is asked about; the others are there to choose from.
        ids = tuple(dict.fromkeys(one.enterprise_id for one in held))
        yield Item(_with_objected(tie, held), ids, tuple(held))


def _open_objections() -> QuerySet[Objection]:
    found = Objection.objects.filter(ended_at__isnull=True).select_related("filed_by")
    return found.order_by("-is_own_staff", "objection_id")


def _told(objection: Objection) -> Tie:
    """A name that the release no longer ties to anything, or that was tied otherwise than by matching."""
    tables = (objection.seen_in,) if objection.seen_in else ()
    return Tie(Kind(objection.kind), objection.name_key, (objection.name,), 0, tables, ())


def _with_objected(tie: Tie, held: Sequence[Objection]) -> Tie:
    """With the enterprises that are objected to among the candidates, also where matching tells none."""
    known = {one.enterprise_id for one in tie.candidates}
    more = {one.enterprise_id: one.name_zh for one in held if one.enterprise_id not in known}
    added = tuple(Candidate(ident, name or ident, None, (), ()) for ident, name in more.items())
    return replace(tie, candidates=added + tie.candidates)


def _is_wanted(item: Item, wanted: Wanted) -> bool:
    is_kind = bool(item.objections) if wanted.kind == OBJECTIONS else wanted.kind in ("", item.tie.kind)
    return (
        is_kind
        and wanted.table in ("", *item.tie.tables)
        and (not wanted.division or any(wanted.division in _within(one.division_code) for one in item.tie.candidates))
        and (not wanted.words or _speaks_of(item, key_of(wanted.words)))
    )


def _speaks_of(item: Item, words: str) -> bool:
    return words in item.tie.key or any(words in key_of(one.name_zh) for one in item.tie.candidates)
