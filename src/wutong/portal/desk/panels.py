"""From an item of the queue to what its page shows: both sides part by part, and in words why it is worth judging."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.portal.atlas.labels import segment_label, tier_label
from wutong.portal.atlas.places import find_place
from wutong.portal.atlas.romanised import romanised
from wutong.portal.desk.comparing import Compared, compared
from wutong.portal.desk.models import Kind
from wutong.portal.desk.naming import key_of
from wutong.portal.desk.queries.queue import LISTED_WEIGHT, TIER_WEIGHTS, Item
from wutong.portal.desk.queries.sides import Occurrence, Side
from wutong.portal.desk.queries.ties import Candidate
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.templatetags.wutong import day

_MOST_OTHER_NAMES = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a candidate. `agrees` is None where the written name does not say."""

    title: str
    value: str
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One candidate beside the name. `digit` chooses it; only those with one can be chosen now."""

    candidate: Candidate
    digit: int
    is_open: bool
    is_objected: bool
    is_found: bool
    names: Compared
    lines: tuple[Line, ...]
    reasons: tuple[str, ...]
    portrait: str


@dataclass(frozen=True, slots=True)
class Place:
    """One record that carries the name, and its page where it has one."""

    title: str
    address: str
    origin: str


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one table that carry the name."""

    title: str
    address: str
    places: tuple[Place, ...]


def cards(item: Item, sides: dict[str, Side]) -> list[Card]:
    """Every candidate, those looked for first and then those that are open; each has a digit, by which it is chosen."""
    ordered = sorted(
        item.tie.candidates,
        key=lambda one: (one.enterprise_id not in item.found_ids, one.enterprise_id not in item.open_ids),
    )
    return [_card(item, one, digit, sides.get(one.enterprise_id)) for digit, one in enumerate(ordered, start=1)]


def groups(item: Item, found: list[Occurrence]) -> list[Group]:
    """Where the name stands, table by table."""
    return [
        Group(
            title=table_title(table),
            address=reverse("atlas:table", args=[table]) if table in catalogue().released else "",
            places=tuple(_place(one) for one in found if one.table == table),
        )
        for table in item.tie.tables
    ]


def worth(item: Item) -> str:
    """Why it comes where it comes, as one sentence."""
    count = item.tie.records
    carried = ngettext("%(count)s record carries this name", "%(count)s records carry this name", count)
    parts = [carried % {"count": f"{count:,}"}]
    tier = TIER_WEIGHTS.get(item.first.tier)
    if tier:
        parts.append(
            _("the tier of the likeliest candidate is %(tier)s (×%(weight)s)")
            % {"tier": tier_label(item.first.tier), "weight": tier}
        )
    if item.first.is_listed:
        parts.append(_("it is listed (×%(weight)s)") % {"weight": LISTED_WEIGHT})
    sentence = _(", ").join(parts)
    return _("%(sentence)s: worth %(value)s.") % {"sentence": sentence, "value": f"{item.value:,}"}


def table_title(code: str) -> str:
    """What a table of the release is called."""
    table = catalogue().released.get(code)
    return wording(table.title) if table else code


def division_title(code: str) -> str:
    """What a division is called."""
    place = find_place(code)
    return wording(place.title) if place else code


def _card(item: Item, one: Candidate, digit: int, side: Side | None) -> Card:
    names = compared(item.tie.name, one.name_zh, one.reasons_en)
    return Card(
        candidate=one,
        digit=digit,
        is_open=one.enterprise_id in item.open_ids,
        is_found=one.enterprise_id in item.found_ids,
        is_objected=any(one.enterprise_id == objection.enterprise_id for objection in item.objections),
        names=names,
        lines=tuple(_lines(item.tie.name, names, side)),
        reasons=one.reasons_en if reader_language() == "en" else one.reasons_zh,
        portrait=_portrait(item, one, side),
    )


def _portrait(item: Item, one: Candidate, side: Side | None) -> str:
    if item.tie.kind is Kind.HOSPITAL_NAME:
        return reverse("atlas:hospital", args=[one.enterprise_id])
    return reverse("atlas:portrait", args=[one.enterprise_id]) if side is not None else ""


def _lines(written: str, names: Compared, side: Side | None) -> Iterator[Line]:
    if side is None:
        return
    key = key_of(written)
    yield Line(_("Proper name"), side.proper_name, names.agrees(side.proper_name))
    yield Line(_("Trade"), side.trade, names.agrees(side.trade))
    place = " ".join(dict.fromkeys(part for part in (side.province, side.city, side.district) if part))
    yield Line(_("Place"), place, _is_placed(key, side))
    yield _legal_form(written, side)
    others = [*side.other_names[:_MOST_OTHER_NAMES], *(["…"] if len(side.other_names) > _MOST_OTHER_NAMES else [])]
    is_one = any(key_of(one) == key for one in side.other_names)
    yield Line(_("Also named"), _("; ").join(others), True if is_one else None)
    yield Line(_("Credit code"), side.credit_code, True if side.credit_code and side.credit_code in written else None)
    yield Line(_("Registered on"), day(side.registered_on) if side.registered_on else "")
    yield Line(_("On the chain"), " · ".join(_chain(side)))


def _chain(side: Side) -> Iterator[str]:
    yield tier_label(side.tier)
    if side.segment and side.segment != "-":
        yield segment_label(side.segment)


def _is_placed(key: str, side: Side) -> bool | None:
    """True where the written name holds one of its places; a name that holds none does not say."""
    for place in (side.district, side.city, side.province):
        stem = place.rstrip("省市区县")
        if len(stem) > 1 and (stem in key or romanised(place).split()[0].casefold() in key):
            return True
    return None


def _legal_form(written: str, side: Side) -> Line:
    forms = catalogue().names.legal_forms
    titles = {form.code: wording(form.title) for form in forms.forms}
    flat = key_of(written)
    endings = {**forms.endings, **{ending.casefold(): code for ending, code in forms.english.items()}}
    ending = max((one for one in endings if flat.endswith(one)), key=len, default="")
    title = _("Legal form")
    value = titles.get(side.legal_form, side.legal_form)
    if not ending or not side.legal_form:
        return Line(title, value)
    is_latin = ending.isascii()
    # Latin endings are no sure sign: firms of every form write “Co., Ltd.”.
    return Line(title, value, None if is_latin else endings[ending] == side.legal_form)


def _place(one: Occurrence) -> Place:
    pages = {"trial_sponsors": "atlas:trial", "trial_sites": "atlas:trial", "products": "atlas:product"}
    page = pages.get(one.table)
    address = reverse(page, args=[one.record_id]) if page and one.record_id else ""
    origin = _("%(file)s, row %(row)s") % {"file": one.file_name, "row": one.row_number}
    told = (one.title,) if one.table == "products" else (one.record_id, one.title)
    return Place(" ".join(part for part in told if part), address, origin)
