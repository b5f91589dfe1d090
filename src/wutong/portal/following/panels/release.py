"""What a release changed, in words: tiles, tables by segment and place, and one line for each enterprise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.portal.atlas import labels
from wutong.portal.following.panels.words import value_words
from wutong.portal.following.queries.comparisons import Asked, Changed, Counted


@dataclass(frozen=True, slots=True)
class Tile:
    """One kind of change, with its list."""

    code: str
    title: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One segment or place: its counts, each with its list, in the order of the kinds."""

    title: str
    address: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Altered:
    """One value of one enterprise: what it was and is. Empty where a side has none."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One enterprise."""

    enterprise_id: str
    name: str
    credit_code: str
    address: str
    what: str
    place: str
    tier: str
    altered: tuple[Altered, ...]


def titles() -> dict[str, str]:
    """What each kind of change is called."""
    return {
        "entered": _("New in the register"),
        "left": _("No longer in the register"),
        "renamed": _("Renamed"),
        "segment": _("Other segment"),
        "moved": _("Other place"),
        "capital": _("Other capital"),
        "tier_up": _("Nearer to the core"),
        "tier_down": _("Further from the core"),
    }


def short_titles() -> list[str]:
    """The same in the order of `titles`, as short as the head of a column must be."""
    return [
        pgettext("change", "New"),
        pgettext("change", "Gone"),
        _("Renamed"),
        _("Segment"),
        _("Place"),
        pgettext("change", "Capital"),
        pgettext("change", "Nearer"),
        pgettext("change", "Further"),
    ]


def link(asked: Asked, name: str = "release") -> str:
    """The page, or the file, of what is asked."""
    return f"{reverse(f'following:{name}')}?{asked.query_string()}"


def tiles(asked: Asked, whole: Counted) -> list[Tile]:
    """Every kind; the chosen one leads back to all."""
    return [
        Tile(
            code=code,
            title=title,
            count=whole.counts[code],
            address=link(asked.having(what="" if asked.what == code else code)),
            is_chosen=asked.what == code,
        )
        for code, title in titles().items()
    ]


def lines(asked: Asked, found: Sequence[Counted], by: str) -> list[Line]:
    """A table by segment or by division."""
    label = labels.segment_label if by == "segment" else labels.place_label
    return [
        Line(
            title=label(one.code),
            address=link(asked.having(**{by: one.code})),
            cells=tuple(
                (one.counts[code], link(asked.having(**{by: one.code, "what": code})) if one.counts[code] else "")
                for code in titles()
            ),
        )
        for one in found
    ]


def rows(found: Sequence[Changed]) -> list[Row]:
    """One page of the list."""
    return [_row(one) for one in found]


def _row(one: Changed) -> Row:
    words = titles()
    what = words["entered"] if one.tier_before is None else words["left"] if one.tier_after is None else ""
    return Row(
        enterprise_id=one.enterprise_id,
        name=one.name_after or one.name_before or one.enterprise_id,
        credit_code=one.credit_code or "",
        address=reverse("atlas:portrait", args=[one.enterprise_id]) if one.tier_after is not None else "",
        what=what,
        place=labels.place_label(one.division_after or one.division_before or ""),
        tier=labels.tier_label(one.tier_after or one.tier_before or ""),
        altered=() if what else tuple(_altered(one)),
    )


def _altered(one: Changed) -> Iterator[Altered]:
    pairs = (
        ("name_zh", _("Name"), one.name_before, one.name_after),
        ("tier", _("Tier"), one.tier_before, one.tier_after),
        ("segment", _("Primary segment"), _placed(one.segment_before), _placed(one.segment_after)),
        ("division_code", _("Place"), one.division_before, one.division_after),
        ("capital_cny", _("Registered capital"), one.capital_before, one.capital_after),
    )
    for field, title, before, after in pairs:
        if before != after:
            yield Altered(title, value_words(field, before, ""), value_words(field, after, ""))


def _placed(segment: str | None) -> str | None:
    """Nobody outside the three tiers has a segment."""
    return None if segment == "-" else segment


def header() -> list[str]:
    """Columns of the file."""
    return [
        _("Enterprise id"),
        _("Credit code"),
        _("Name"),
        _("Change"),
        _("Name before"),
        _("Tier before"),
        _("Tier"),
        _("Segment before"),
        _("Segment"),
        _("Place before"),
        _("Place"),
        _("Capital before (CNY)"),
        _("Capital (CNY)"),
    ]


def cells(one: Changed) -> list[str | float | None]:
    """One row of the file."""
    row = _row(one)
    tiers = (labels.tier_label(code) if code else None for code in (one.tier_before, one.tier_after))
    segments = (labels.segment_label(code) if code else None for code in (one.segment_before, one.segment_after))
    places = (labels.place_label(code) if code else None for code in (one.division_before, one.division_after))
    return [
        one.enterprise_id,
        one.credit_code,
        row.name,
        row.what or "; ".join(altered.title for altered in row.altered),
        one.name_before,
        *tiers,
        *segments,
        *places,
        one.capital_before,
        one.capital_after,
    ]


def chips(asked: Asked) -> list[tuple[str, str]]:
    """What narrows the list, and the page without it."""
    found = []
    if asked.what:
        found.append((titles()[asked.what], link(asked.having(what=""))))
    if asked.segment:
        found.append((labels.segment_label(asked.segment), link(asked.having(segment=""))))
    if asked.division:
        found.append((labels.place_label(asked.division), link(asked.having(division=""))))
    return found
