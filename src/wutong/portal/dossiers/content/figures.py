"""Chapters about a listed company's figures, and about the names that records use for the enterprise."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wutong.portal.atlas.queries.portraits.items import Figure, Reported
from wutong.portal.atlas.queries.portraits.records import Records
from wutong.portal.atlas.queries.portraits.ties import Basis, Tie
from wutong.portal.dossiers.content import codes
from wutong.portal.dossiers.content.document import Bar, Bars, Cell, Grid, Piece, Section
from wutong.portal.dossiers.content.notes import Notes
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.templatetags.wutong import UNKNOWN, percent

MOST_PERIODS = 12
# The figures that a reader asks for first, by statement: a table has room for so many.
_SHOWN = (
    ("profit", "revenue"),
    ("profit", "net_profit"),
    ("profit", "gross_margin"),
    ("profit", "return_on_equity"),
    ("profit", "earnings_per_share"),
)
_DRAWN = ("profit", "revenue")


def chapter(found: Records, notes: Notes) -> Section | None:
    """The figures of each listing; None where there are none."""
    pieces = [piece for one in found.reported if one.figures for piece in _listing(one, notes)]
    return Section("figures", _("Figures of a listed company"), tuple(pieces)) if pieces else None


def _listing(reported: Reported, notes: Notes) -> Iterator[Piece]:
    by_period: dict[str, dict[tuple[str, str], Figure]] = {}
    for one in reported.figures:
        by_period.setdefault(one.period, {})[(one.statement, one.metric)] = one
    periods = sorted(period for period in by_period if period[:1].isdigit())[-MOST_PERIODS:]
    if not periods:
        return
    drawn = [(period, by_period[period][_DRAWN]) for period in periods if _DRAWN in by_period[period]]
    whole_years = [(period, one) for period, one in drawn if period.endswith("Q4")]
    if len(whole_years) > 1:
        bars = tuple(Bar(period[:4], one.value, codes.amount(one.value, one.unit)) for period, one in whole_years)
        yield Bars(_("Revenue of whole years"), bars)
    shown = [key for key in _SHOWN if any(key in by_period[period] for period in periods)]
    listing = reported.listing
    yield Grid(
        title=f"{listing.stock_code} {listing.short_name or listing.name_zh}",
        heads=(_("Period, from 1 January"), *(codes.metric_title(*key) for key in shown)),
        rows=tuple(
            (Cell(period), *(_figure(by_period[period].get(key), notes) for key in shown)) for period in periods
        ),
        widths=(0.16, *(0.84 / max(len(shown), 1) for _key in shown)),
        numeric=frozenset(range(1, len(shown) + 1)),
    )


def _figure(one: Figure | None, notes: Notes) -> Cell:
    return Cell(UNKNOWN) if one is None else notes.cell(codes.amount(one.value, one.unit), one.origin)


def names(found: Records, notes: Notes) -> Section | None:
    """The names that records use, each with why it is taken for this enterprise's; None where there are none."""
    known = found.known
    kinds = {
        "short": _("Short name"),
        "official_english": _("English name"),
        "other_english": _("Other English name"),
    }
    rows = [
        (notes.cell(one.text, one.origin), Cell(kinds.get(one.kind, one.kind)), Cell(_why(one.tie)))
        for one in known.aliases
    ]
    rows += [(Cell(one.name), Cell(_("In records")), Cell(_why(one))) for one in known.ties if one.is_counted]
    rows += [
        (
            notes.cell(f"{one.stock_code} {one.short_name or ''}".strip(), one.origin),
            Cell(_("Listing")),
            Cell(_why(one.tie)),
        )
        for one in known.listings
    ]
    if not rows:
        return None
    heads = (_("Name"), _("What it is"), _("Why it is taken for this enterprise's"))
    return Section("names", _("Names it is known by"), (Grid(heads=heads, rows=tuple(rows), widths=(0.34, 0.16, 0.5)),))


def _why(tie: Tie) -> str:
    reasons = tie.reasons_en if reader_language() == "en" else tie.reasons_zh
    bases = {
        Basis.CREDIT_CODE: _("The source gives the credit code"),
        Basis.FULL_NAME: _("The source gives the full registered name"),
        Basis.JUDGED: _("A person judged it"),
    }
    said = ["; ".join(reasons)] if reasons else [bases[tie.basis]] if tie.basis in bases else []
    if tie.score is not None:
        said.append(_("score %(score)s") % {"score": percent(tie.score)})
    return "; ".join(said) or UNKNOWN
