"""Chapters from records: products, drugs in trials, trials, approvals, applications, financing, figures, names."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.panels.trials.words import role_label, title_of
from wutong.portal.atlas.queries.portraits.items import Application, Approval, Block, Candidate, Product, Round, Trial
from wutong.portal.atlas.queries.portraits.portrait import Portrait
from wutong.portal.atlas.queries.portraits.records import STANDARDS, Records, looked_in, records_of
from wutong.portal.atlas.templatetags.atlas import source as source_title
from wutong.portal.dossiers.content import codes, figures
from wutong.portal.dossiers.content.columns import Column, chapter, counted
from wutong.portal.dossiers.content.document import Bars, Cell, Grid, Section
from wutong.portal.dossiers.content.notes import Notes
from wutong.portal.shared.templatetags.wutong import UNKNOWN, day, number


def chapters(release: Release, portrait: Portrait, notes: Notes) -> Iterator[Section]:
    """Every chapter of which records say something; and where they say nothing, in which sources was looked."""
    found = records_of(release, portrait.enterprise)
    told = [
        _products(found, notes),
        _candidates(found),
        _trials(found, notes),
        _approvals(found, notes),
        _applications(found, notes),
        _financing(found, notes),
        figures.chapter(found, notes),
        figures.names(found, notes),
    ]
    yield from (one for one in told if one is not None)
    nothing = _nothing(release, {one.code for one in told if one is not None})
    if nothing is not None:
        yield nothing


def _either(zh: str | None, en: str | None) -> str:
    return " / ".join(filter(None, (zh, en))) or UNKNOWN


def _products(found: Records, notes: Notes) -> Section | None:
    columns: tuple[Column[Product], ...] = (
        Column(_("Product"), 0.3, lambda one: _either(one.name_zh, one.name_en)),
        Column(_("Modality"), 0.16, lambda one: codes.title("modality", one.modality)),
        Column(_("Dosage form"), 0.14, lambda one: codes.title("form", one.dosage_form)),
        Column(_("Trade names"), 0.14, lambda one: ", ".join(one.trade_names) or UNKNOWN),
        Column(_("Approvals"), 0.1, lambda one: number(one.approval_count), is_number=True),
    )
    return chapter("products", _("Products"), found.products, columns, notes)


def _candidates(found: Records) -> Section | None:
    if not found.candidates:
        return None
    grid = Grid(
        heads=(_("Drug, as registers write it"), _("Phases"), _("Trials"), _("First registered"), _("Last registered")),
        rows=tuple(_candidate(one) for one in found.candidates),
        widths=(0.36, 0.18, 0.1, 0.18, 0.18),
        numeric=frozenset({2}),
    )
    return Section("candidates", _("Drugs in trials that it leads"), (grid,))


def _candidate(one: Candidate) -> tuple[Cell, ...]:
    phases = ", ".join(codes.title("phase", phase) for phase in one.phases) or UNKNOWN
    dates = (day(one.first_registered_on), day(one.last_registered_on))
    return tuple(map(Cell, (one.drug, phases, number(one.trial_count), *dates)))


def _trials(found: Records, notes: Notes) -> Section | None:
    columns: tuple[Column[Trial], ...] = (
        Column(_("Number"), 0.16, lambda one: one.trial_id),
        Column(_("Trial"), 0.3, title_of),
        Column(_("Phase"), 0.1, lambda one: codes.title("phase", one.phase)),
        Column(_("Status"), 0.12, lambda one: codes.title("status", one.status)),
        Column(_("Registered"), 0.17, lambda one: day(one.registered_on)),
        Column(_("Role"), 0.1, lambda one: role_label(one.role)),
    )
    return chapter("trials", _("Clinical trials"), found.trials, columns, notes, _trial_charts(found.trials))


def _trial_charts(trials: Block[Trial]) -> Iterator[Bars]:
    """Only where all are at hand: a chart of the first page of a list would mislead."""
    if trials.total == len(trials.items):
        years = (str(one.registered_on.year) if one.registered_on else UNKNOWN for one in trials.items)
        yield from counted(_("Trials by year of registration"), years)
        yield from counted(_("Trials by phase"), (codes.title("phase", one.phase) for one in trials.items))


def _approvals(found: Records, notes: Notes) -> Section | None:
    columns: tuple[Column[Approval], ...] = (
        Column(_("Approval number"), 0.22, lambda one: one.approval_number),
        Column(_("Product"), 0.3, lambda one: _either(one.name_zh, one.name_en)),
        Column(_("Class"), 0.14, lambda one: codes.title("class", one.approval_class)),
        Column(_("Year"), 0.08, lambda one: str(one.year or UNKNOWN), is_number=True),
        Column(_("Trade name"), 0.12, lambda one: one.trade_name or UNKNOWN),
    )
    return chapter("approvals", _("Approvals"), found.approvals, columns, notes)


def _applications(found: Records, notes: Notes) -> Section | None:
    columns: tuple[Column[Application], ...] = (
        Column(_("Acceptance number"), 0.2, lambda one: one.acceptance_number),
        Column(_("Drug"), 0.28, lambda one: one.drug_text or UNKNOWN),
        Column(_("Kind"), 0.12, lambda one: codes.title("kind", one.kind)),
        Column(_("Asks for"), 0.14, lambda one: codes.title("asks", one.asks_for)),
        Column(_("Year"), 0.08, lambda one: str(one.year), is_number=True),
    )
    return chapter("applications", _("Drug applications"), found.applications, columns, notes)


def _financing(found: Records, notes: Notes) -> Section | None:
    columns: tuple[Column[Round], ...] = (
        Column(_("Announced"), 0.17, lambda one: day(one.announced_on)),
        Column(_("Round"), 0.14, lambda one: one.round_text or codes.title("round", one.round)),
        Column(_("Amount"), 0.24, lambda one: codes.money(one.amount_low_cny, one.amount_high_cny, one.amount_text)),
        Column(_("Investors"), 0.28, lambda one: ", ".join(one.investors) or UNKNOWN),
    )
    return chapter("financing", _("Financing"), found.financing, columns, notes)


def _nothing(release: Release, told: set[str]) -> Section | None:
    """What was looked for in vain. Silence of a source that was read is a fact; of one that was not, it is none."""
    titles = {
        "products": _("Products"),
        "trials": _("Clinical trials"),
        "approvals": _("Approvals"),
        "applications": _("Drug applications"),
        "financing": _("Financing"),
        "figures": _("Figures of a listed company"),
    }
    rows = []
    for block, title in titles.items():
        if block in told or block not in STANDARDS:
            continue
        sources = looked_in(release).get(block, ())
        where = "; ".join(f"{source_title(one.source_id)} ({day(one.read_at)})" for one in sources)
        rows.append((Cell(title), Cell(where or _("This release holds no source that could tell."))))
    if not rows:
        return None
    heads = (_("Nothing found of"), _("Looked in (read on)"))
    return Section("nothing", _("Looked for and not found"), (Grid(heads=heads, rows=tuple(rows), widths=(0.3, 0.7)),))
