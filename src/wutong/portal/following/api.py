"""What a release changed, through the API for everybody; and what the caller follows, for whoever has signed in."""

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wutong.portal.accounts.access import Access
from wutong.portal.atlas.access import comparison_file, current_release
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import unknown_params
from wutong.portal.following import access
from wutong.portal.following.forms import changes_asked
from wutong.portal.following.queries import comparisons
from wutong.portal.following.queries import follows as queries
from wutong.portal.following.states import keeping
from wutong.portal.following.states.differences import Step
from wutong.portal.following.states.reading import Value
from wutong.portal.following.subjects import address_of, title_of
from wutong.portal.shared.api.building import both
from wutong.portal.shared.api.problems import INVALID, NOT_FOUND, Problem

MOST_IDS = 1_000

router = Router()


class ChangesParams(Schema):
    """Between which releases, and which changes."""

    earlier: str = Field("", alias="from", description=both("较早的版本", "The earlier release"))
    later: str = Field("", alias="to", description=both("较晚的版本", "The later release"))
    what: str = Field("", description=both("变化类别", "Kind of change") + f": {', '.join(comparisons.ASKED)}")
    segment: str = Field("", description=both("环节代码", "Code of a segment"))
    division: str = Field("", description=both("区划代码", "Code of a division"))
    page: int = Field(1, ge=1, description=both("页码", "Page"))


class ChangedOut(Schema):
    """One enterprise that differs. Nothing before: not in the earlier release; nothing after: not in the later."""

    enterprise_id: str
    credit_code: str | None
    name_before: str | None
    name_after: str | None
    tier_before: str | None
    tier_after: str | None
    segment_before: str | None
    segment_after: str | None
    division_before: str | None
    division_after: str | None
    capital_before: float | None
    capital_after: float | None


class ChangesOut(Schema):
    """Counts of every kind, and one page of enterprises. `is_ready` is false while releases are being compared."""

    earlier: str
    later: str
    is_ready: bool
    counts: dict[str, int] = {}
    by_segment: dict[str, dict[str, int]] = {}
    by_place: dict[str, dict[str, int]] = {}
    total: int = 0
    page: int = 1
    pages: int = 1
    items: list[ChangedOut] = []


class DifferenceOut(Schema):
    """One field: what it was and is, or of a list what came and went."""

    field: str
    before: Value = None
    after: Value = None
    added: list[str] = []
    removed: list[str] = []


class StepOut(Schema):
    """What changed from one release to a later one. At most MOST_IDS ids a side."""

    earlier: str
    later: str
    differences: list[DifferenceOut]
    entered: list[str] | None
    left: list[str] | None


class FollowedOut(Schema):
    """One thing that is followed."""

    kind: str
    subject: str
    title: str
    url: str
    is_new: bool
    steps: list[StepOut]


class FollowingOut(Schema):
    """One page of what the caller follows."""

    release: str
    total: int
    new: int
    page: int
    pages: int
    items: list[FollowedOut]


class PageParams(Schema):
    """Which page."""

    page: int = Field(1, ge=1, description=both("页码", "Page"))


@router.get("/changes", response=ChangesOut, **said("changes"))
def changes(request: HttpRequest, params: Query[ChangesParams]) -> ChangesOut:
    """What differs between two releases."""
    faults = unknown_params(request, {"from": None, "to": None, **ChangesParams.model_fields})
    if faults:
        raise Problem(INVALID, errors=faults)
    release = current_release()
    try:
        pair = access.pair_asked(request)
        asked = changes_asked(request, pair) if pair else None
    except Http404 as error:
        raise Problem(NOT_FOUND) from error
    if asked is None:
        return ChangesOut(earlier="", later=release.version, is_ready=True)
    if not comparison_file(asked.earlier, asked.later).is_file():
        keeping.start()
        return ChangesOut(earlier=asked.earlier, later=asked.later, is_ready=False)
    told = comparisons.told_of(release, asked)
    return ChangesOut(
        earlier=asked.earlier,
        later=asked.later,
        is_ready=True,
        counts=dict(told.whole.counts),
        by_segment={one.code: dict(one.counts) for one in told.by_segment},
        by_place={one.code: dict(one.counts) for one in told.by_place},
        total=told.total,
        page=asked.page,
        pages=told.pages,
        items=[ChangedOut.from_orm(row) for row in told.rows],
    )


@router.get("/following", response=FollowingOut, **said("following"))
def following(request: HttpRequest, params: Query[PageParams]) -> FollowingOut:
    """What the caller follows; who has not signed in follows nothing."""
    person, release = Access.of(request).person, current_release()
    if person is None:
        return FollowingOut(release=release.version, total=0, new=0, page=1, pages=1, items=[])
    found = queries.page_of(person, release.version, page=params.page)
    items = [
        FollowedOut(
            kind=row.follow.kind,
            subject=row.follow.subject,
            title=title_of(row.follow.kind, row.follow.subject, row.follow.title),
            url=address_of(row.follow.kind, row.follow.subject),
            is_new=row.is_new,
            steps=[_step(step) for step in row.steps],
        )
        for row in found.rows
    ]
    return FollowingOut(
        release=release.version, total=found.total, new=found.new, page=found.page, pages=found.pages, items=items
    )


def _step(step: Step) -> StepOut:
    return StepOut(
        earlier=step.before.release_version,
        later=step.after.release_version,
        differences=[
            DifferenceOut(
                field=one.field, before=one.before, after=one.after, added=list(one.added), removed=list(one.removed)
            )
            for one in step.differences
        ],
        entered=None if step.entered is None else list(step.entered[:MOST_IDS]),
        left=None if step.left is None else list(step.left[:MOST_IDS]),
    )
