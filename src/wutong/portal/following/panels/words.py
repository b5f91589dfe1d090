"""Differences in words, with links to the rows they come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.portal.atlas import labels
from wutong.portal.atlas.panels.figures.words import shown
from wutong.portal.atlas.queries.vocabulary import label_of
from wutong.portal.following.models import Kind
from wutong.portal.following.queries.follows import Followed
from wutong.portal.following.states.differences import Difference, Step
from wutong.portal.following.states.reading import Value
from wutong.portal.following.subjects import address_of, title_of
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.templatetags.wutong import UNKNOWN, day, moment, number, percent, yuan

MOST_ITEMS = 8
MOST_ENTERPRISES = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that came or went, with its page where it has one."""

    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words. `more` counts items that are not listed."""

    title: str
    before: str = ""
    after: str = ""
    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What one release changed against another."""

    earlier: str
    later: str
    released: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One followed thing as a list shows it."""

    follow_id: int
    kind: str
    kind_title: str
    title: str
    address: str
    is_new: bool
    is_read: bool
    since: str
    changes: tuple[Change, ...]


def kind_title(kind: str) -> str:
    """What kind of thing it is."""
    return {
        Kind.ENTERPRISE.value: _("Enterprise"),
        Kind.NODE.value: _("Chain node"),
        Kind.SEARCH.value: _("Saved search"),
        Kind.INDICATOR.value: _("Indicator"),
    }[kind]


def shown_of(row: Followed, names: Mapping[str, str]) -> Shown:
    """A row in words; `names` of enterprises by id."""
    follow = row.follow
    return Shown(
        follow_id=follow.pk,
        kind=follow.kind,
        kind_title=kind_title(follow.kind),
        title=title_of(follow.kind, follow.subject, follow.title),
        address=address_of(follow.kind, follow.subject),
        is_new=row.is_new,
        is_read=row.is_read,
        since=day(follow.created_at),
        changes=tuple(change(step, follow.subject, names) for step in row.steps),
    )


def change(step: Step, subject: str, names: Mapping[str, str]) -> Change:
    """One step in words."""
    return Change(
        earlier=step.before.release_version,
        later=step.after.release_version,
        released=moment(step.after.released_at),
        lines=tuple(_lines(step, subject, names)),
    )


def _lines(step: Step, subject: str, names: Mapping[str, str]) -> Iterator[Line]:
    if step.is_gone:
        yield Line(_("It is no longer in the release"))
    if step.is_new:
        yield Line(_("It is in the release for the first time"))
    unit = _unit(step.after.kind, subject)
    for one in step.differences:
        yield _line(one, unit)
    if step.entered or step.left:
        yield _members(step.entered or (), step.left or (), names)


def _members(entered: Sequence[str], left: Sequence[str], names: Mapping[str, str]) -> Line:
    over = max(len(entered) - MOST_ITEMS, 0) + max(len(left) - MOST_ITEMS, 0)
    return Line(
        _("Enterprises that came and went"),
        added=tuple(enterprise(one, names) for one in entered[:MOST_ITEMS]),
        removed=tuple(enterprise(one, names) for one in left[:MOST_ITEMS]),
        more=over,
    )


def enterprise(enterprise_id: str, names: Mapping[str, str]) -> Item:
    """An enterprise with its portrait; one that the release no longer holds by its id."""
    name = names.get(enterprise_id)
    return Item(name, reverse("atlas:portrait", args=[enterprise_id])) if name else Item(enterprise_id)


def _line(one: Difference, unit: str) -> Line:
    title = field_title(one.field)
    if one.added or one.removed:
        over = max(len(one.added) - MOST_ITEMS, 0) + max(len(one.removed) - MOST_ITEMS, 0)
        added, removed = (
            tuple(_item(one.field, value) for value in values[:MOST_ITEMS]) for values in (one.added, one.removed)
        )
        return Line(title, added=added, removed=removed, more=over)
    return Line(title, value_words(one.field, one.before, unit), value_words(one.field, one.after, unit))


def _item(field: str, value: str) -> Item:
    if field == "trials":
        return Item(value, reverse("atlas:trial", args=[value]))
    return Item(labels.node_label(value)) if field == "nodes" else Item(value)


def _unit(kind: str, subject: str) -> str:
    return catalogue().indicators[subject.partition("?")[0]].unit if kind == Kind.INDICATOR else ""


def field_title(field: str) -> str:
    """What a field of a state is called."""
    titles = {
        "name_zh": _("Name"),
        "credit_code": _("Credit code"),
        "kind": _("Kind"),
        "tier": _("Tier"),
        "segment": _("Primary segment"),
        "capital_cny": _("Registered capital"),
        "division_code": _("Place"),
        "address": _("Address"),
        "parent_enterprise_id": _("Parent"),
        "is_branch": _("Branch"),
        "registered_on": _("Registered on"),
        "nodes": _("Chain nodes"),
        "trials": _("Clinical trials"),
        "products": _("Products"),
        "approvals": _("Approvals"),
        "applications": _("Drug applications"),
        "rounds": _("Rounds of financing"),
        "names": _("Names that are tied to it"),
        "total": _("Enterprises"),
        "value": _("Figure"),
        "coverage": _("Coverage"),
    }
    return titles.get(field) or labels.tier_label(field)


def value_words(field: str, value: Value, unit: str) -> str:
    """A value as its field is read."""
    if value is None or isinstance(value, list):
        return UNKNOWN
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, int | float):
        return _number_words(field, value, unit)
    if field == "division_code":
        return labels.place_label(value)
    if field == "segment":
        return labels.segment_label(value)
    if field in {"tier", "kind"}:
        return label_of(field, value)
    return day(value) if field == "registered_on" else value


def _number_words(field: str, value: float, unit: str) -> str:
    if field == "capital_cny":
        return yuan(value)
    if field == "coverage":
        return percent(value)
    return shown(unit, value) if field == "value" else number(value)
