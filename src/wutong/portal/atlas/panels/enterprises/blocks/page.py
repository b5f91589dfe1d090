"""From records to the blocks of a portrait, in the order in which they stand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.portal.atlas.panels.enterprises.blocks import figures, rows, words
from wutong.portal.atlas.panels.enterprises.blocks.shape import (
    Cell,
    Entry,
    Head,
    Part,
    Row,
    Section,
    Table,
    TieShown,
    used,
)
from wutong.portal.atlas.queries.portraits.blocks import KINDS
from wutong.portal.atlas.queries.portraits.items import Block
from wutong.portal.atlas.queries.portraits.portrait import Portrait
from wutong.portal.atlas.queries.portraits.records import LookedIn, Records
from wutong.portal.atlas.queries.portraits.ties import Tie
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.templatetags.wutong import day, number

Looked = Mapping[str, tuple[LookedIn, ...]]
MOST_UNSURE_NAMES = 20
# An objection to a name says where it was read.
TABLES = {kind.code: kind.tables[0] for kind in KINDS}


def sections(portrait: Portrait, records: Records, looked: Looked) -> tuple[Section, ...]:
    """Every block, those that hold nothing among them."""
    made: tuple[tuple[rows.Layout, Block[Any]], ...] = (
        (rows.TRIALS, records.trials),
        (rows.APPROVALS, records.approvals),
        (rows.APPLICATIONS, records.applications),
        (rows.FINANCING, records.financing),
    )
    firm = portrait.enterprise.enterprise_id
    return (
        _products(firm, records, looked),
        *(_section(firm, layout, block, looked) for layout, block in made),
        _figures(firm, records, looked),
        _names(portrait, records, looked),
    )


def index(portrait: Portrait, made: Iterable[Section]) -> list[Entry]:
    """What stands on the page, in its order."""
    relatives = portrait.relatives
    entries = [
        Entry("identity", _("Identity")),
        Entry("place", _("Place")),
        Entry("chain", _("Position on the chain")),
        *(Entry(one.code, one.title, _counted(one), one.is_empty) for one in made),
        Entry("timeline", _("Timeline")),
    ]
    if relatives.parent or relatives.branches:
        entries.append(Entry("relatives", _("Parent and branches")))
    if portrait.enterprise.nodes:
        entries.append(Entry("neighbours", _("Neighbours")))
    if portrait.disagreements or portrait.remarks:
        entries.append(Entry("disagreements", _("Disagreements")))
    return [*entries, Entry("records", _("Registrations"))]


def _counted(section: Section) -> str:
    """How much a block holds, as far as one number can say."""
    total = section.table.total or sum(part.table.total for part in section.parts)
    return number(total) if total else ""


def to_list(enterprise_id: str, code: str, *, unsure: bool = False) -> str:
    """The page of the whole list of one block."""
    address = reverse("atlas:portrait-records", args=[enterprise_id, code])
    return f"{address}?verdict=unsure" if unsure else address


def tie_shown(tie: Tie, table: str) -> TieShown:
    """A tie in words."""
    carried = table or next(iter(tie.tables), "")
    return TieShown(tie.name, words.verdict(tie), words.reasons(tie), tie.is_counted, carried)


def empty_line(looked: Iterable[LookedIn]) -> str:
    """What was looked in for a block that holds nothing."""
    sources = [_looked_in(one) for one in looked]
    if not sources:
        return _("No source of this release could tell; see the data page for what is loaded.")
    comma = ", " if reader_language() == "en" else "、"
    return _("Nothing is tied to this enterprise. Looked in: %(sources)s.") % {"sources": comma.join(sources)}


def _looked_in(one: LookedIn) -> str:
    declared = catalogue().sources.get(one.source_id)
    title = wording(declared.title) if declared else one.source_id
    return _("%(source)s (read on %(date)s)") % {"source": title, "date": day(one.read_at)}


def _section(firm: str, layout: rows.Layout, block: Block[Any], looked: Looked) -> Section:
    return Section(
        code=layout.code,
        title=str(layout.title),
        table=_table(layout, block.items, block.total),
        unsure=_table(layout, block.unsure, block.unsure_total, mark="-unsure"),
        empty=empty_line(looked[layout.code]),
        hint=number(block.total) if block.total else "",
        note=str(layout.note),
        more=to_list(firm, layout.code),
        more_unsure=to_list(firm, layout.code, unsure=True),
    )


def _table(layout: rows.Layout, items: tuple[Any, ...], total: int, mark: str = "") -> Table:
    ties = used(item.tie for item in items)
    through = tuple(tie_shown(tie, TABLES[layout.code]) for tie in ties)
    return Table(layout.heads, layout.rows(items, mark), through, total)


def _products(firm: str, records: Records, looked: Looked) -> Section:
    made = _section(firm, rows.PRODUCTS, records.products, looked)
    candidates = tuple(rows.candidate(one) for one in records.candidates)
    table = Table(rows.CANDIDATES.heads, candidates, total=len(candidates))
    parts = (Part(str(rows.CANDIDATES.title), table),)
    empty = empty_line({one.source_id: one for one in (*looked["products"], *looked["trials"])}.values())
    return Section(
        code=made.code,
        title=made.title,
        table=made.table,
        unsure=made.unsure,
        empty=empty,
        hint=_pipeline_hint(records),
        more=made.more,
        more_unsure=made.more_unsure,
        parts=parts if candidates else (),
    )


def _pipeline_hint(records: Records) -> str:
    said = []
    if records.products.total:
        said.append(_("products held: %(count)s") % {"count": number(records.products.total)})
    if records.candidates:
        said.append(_("drugs in its trials: %(count)s") % {"count": number(len(records.candidates))})
    return " · ".join(said)


def _figures(firm: str, records: Records, looked: Looked) -> Section:
    counted = [one for one in records.reported if one.listing.tie.is_counted and one.figures]
    unsure = [one for one in records.reported if not one.listing.tie.is_counted]
    charts = tuple(chart for one in counted if (chart := figures.chart(one)))
    parts = tuple(
        Part(_listing_title(one.listing.stock_code, one.listing.short_name), figures.table(one)) for one in counted
    )
    through = tuple(tie_shown(one.listing.tie, "listed_companies") for one in counted)
    heads = (Head(_("Stock code")), Head(_("Short name")), Head(_("Name in English")))
    doubtful = tuple(
        Row(
            (Cell(one.listing.stock_code), Cell(one.listing.short_name or ""), Cell(one.listing.name_en or "")),
            one.listing.origin,
            one.listing.name_zh,
            f"figures-unsure-{one.listing.stock_code}",
        )
        for one in unsure
    )
    total = sum(len(one.figures) for one in counted)
    return Section(
        code="figures",
        title=_("Quarterly figures"),
        table=Table((), through=through, total=total),
        unsure=Table(
            heads, doubtful, tuple(tie_shown(one.listing.tie, "listed_companies") for one in unsure), len(unsure)
        ),
        empty=empty_line(looked["figures"]),
        hint=number(total) if total else "",
        note=_("Figures of a period count from the first of January to its end, as the firm reported them."),
        more=to_list(firm, "figures"),
        charts=charts,
        parts=parts,
    )


def _listing_title(stock_code: str, short_name: str | None) -> str:
    return f"{short_name} {stock_code}" if short_name else stock_code


def _names(portrait: Portrait, records: Records, looked: Looked) -> Section:
    registered = [
        Row(
            (Cell(one.value), Cell(words.alias_kind(one.kind)), Cell(_("The register of enterprises says so."))),
            one.origin,
            ident=f"names-{at}",
        )
        for at, one in enumerate(sorted(portrait.names, key=lambda name: (name.kind != "current", name.value)))
    ]
    aliases = [
        Row(
            (Cell(one.text), Cell(words.alias_kind(one.kind)), Cell(words.reasons(one.tie))),
            one.origin,
            one.text,
            f"names-alias-{at}",
            objection="aliases",
        )
        for at, one in enumerate(records.known.aliases)
    ]
    counted = [tie for tie in records.known.ties if tie.is_counted]
    unsure = [tie for tie in records.known.ties if not tie.is_counted]
    heads = (Head(_("Name")), Head(pgettext("of a name", "Kind")), Head(_("Why it is this enterprise’s")))
    found = tuple(registered + aliases)
    return Section(
        code="names",
        title=_("Names it is known by"),
        table=Table(heads, found, tuple(tie_shown(tie, "") for tie in counted), len(found)),
        unsure=Table((), (), tuple(tie_shown(tie, "") for tie in unsure[:MOST_UNSURE_NAMES]), len(unsure)),
        empty=empty_line(looked["names"]),
        hint=number(len(found) + len(counted)),
    )
