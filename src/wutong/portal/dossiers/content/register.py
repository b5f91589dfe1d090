"""Chapters from the register: identity, chain, place, name, relatives, time line, doubts, registrations."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.portal.atlas import labels
from wutong.portal.atlas.access import ReleaseFacts
from wutong.portal.atlas.panels.enterprises import portrait as panels
from wutong.portal.atlas.panels.enterprises import rules
from wutong.portal.atlas.panels.enterprises.portrait import Fact
from wutong.portal.atlas.queries.portraits.portrait import Portrait
from wutong.portal.atlas.queries.portraits.relatives import Relative
from wutong.portal.dossiers.content.document import Cell, Grid, Piece, Section, Words
from wutong.portal.dossiers.content.notes import Notes
from wutong.portal.shared.templatetags.wutong import day, number, yuan

# What a register writes into one cell has no bounds; a page has.
LONGEST = 600


def facts(found: Iterable[Fact], notes: Notes) -> Grid:
    """Facts as a table: what, value with its source, and how it was written and made."""
    rows = tuple(
        (
            Cell(fact.title),
            notes.cell("; ".join(filter(None, (short(fact.value), fact.note))), fact.origin),
            Cell(_made(fact)),
        )
        for fact in found
    )
    heads = (_("Fact"), _("Value and source"), _("As written, and the rule"))
    return Grid(heads=heads, rows=rows, widths=(0.19, 0.37, 0.44))


def _made(fact: Fact) -> str:
    written = f"“{short(fact.written, 160)}”" if fact.written else ""
    return " ".join(filter(None, (written, fact.rule)))


def short(text: str, most: int = LONGEST) -> str:
    """`text`, cut with a mark where it is longer than `most`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def chapters(portrait: Portrait, about: ReleaseFacts, notes: Notes) -> Iterator[Section]:
    """Every chapter of which the register says something."""
    yield Section("identity", _("Identity"), (facts(panels.identity(portrait), notes),))
    yield Section("chain", _("Position on the chain"), tuple(_chain(portrait, notes)))
    yield Section("place", _("Place"), (facts(panels.place(portrait), notes),))
    parts = panels.name_parts(portrait)
    if parts:
        yield Section("name", _("The name, taken apart"), (facts(parts, notes),))
    if portrait.relatives.parent or portrait.relatives.branches:
        yield Section("relatives", _("Parent and branches"), tuple(_relatives(portrait)))
    yield Section("timeline", _("Timeline"), (_timeline(portrait, about),))
    doubts = tuple(_doubts(portrait, notes))
    if doubts:
        yield Section("doubts", _("What its sources do not agree on"), doubts)
    yield Section("registrations", _("Registrations behind it"), (_registrations(portrait, notes),))


def _chain(portrait: Portrait, notes: Notes) -> Iterator[Piece]:
    yield facts(panels.chain(portrait), notes)
    evidence = portrait.registration.evidence
    if evidence:
        yield Grid(
            title=_("Words that earned it"),
            heads=(_("Word"), _("Chain node"), _("Where it stands"), _("What is done with it")),
            rows=tuple(
                (
                    notes.cell(one.word, portrait.origin),
                    Cell(labels.node_label(one.node)),
                    Cell(labels.field_label(one.field)),
                    Cell(rules.role_title(one.role) if one.role else "—"),
                )
                for one in evidence
            ),
            widths=(0.28, 0.28, 0.2, 0.24),
        )
    if portrait.registration.business_scope:
        scope = _("Business scope: %(scope)s") % {"scope": portrait.registration.business_scope}
        yield Words(notes.cell(scope, portrait.origin))


def _relatives(portrait: Portrait) -> Iterator[Piece]:
    relatives = portrait.relatives
    lines = ([relatives.parent] if relatives.parent else []) + list(relatives.branches)
    kinds = [_("Parent")] * bool(relatives.parent) + [_("Branch")] * len(relatives.branches)
    remark = ""
    if relatives.branch_count > len(relatives.branches):
        shown = {"shown": number(len(relatives.branches)), "total": number(relatives.branch_count)}
        remark = _("%(shown)s of %(total)s branches are listed.") % shown
    yield Grid(
        heads=(_("What"), _("Name"), _("Place"), _("Tier"), _("Registered on"), _("Capital")),
        rows=tuple(_relative(kind, one) for kind, one in zip(kinds, lines, strict=True)),
        widths=(0.1, 0.36, 0.18, 0.1, 0.12, 0.14),
        numeric=frozenset({5}),
        remark=remark,
    )


def _relative(kind: str, one: Relative) -> tuple[Cell, ...]:
    where = "".join(filter(None, (one.city or one.province, one.district)))
    tier = labels.tier_label(one.tier)
    return tuple(map(Cell, (kind, one.name_zh, where, tier, day(one.registered_on), yuan(one.capital_cny))))


def _timeline(portrait: Portrait, about: ReleaseFacts) -> Grid:
    moments = panels.timeline(portrait, about)
    rows = tuple((Cell(day(one.on)), Cell(short(one.sentence))) for one in moments)
    return Grid(heads=(_("Date"), _("What happened")), rows=rows, widths=(0.2, 0.8))


def _doubts(portrait: Portrait, notes: Notes) -> Iterator[Piece]:
    if portrait.disagreements:
        yield Grid(
            heads=(_("Field"), _("Taken"), _("Not taken"), _("Rule")),
            rows=tuple(
                (
                    Cell(labels.field_label(one.field)),
                    Cell(short(one.chosen or "—", 200)),
                    notes.cell(short(one.value, 200), one.origin),
                    Cell(rules.merge_sentence(one.rule)),
                )
                for one in portrait.disagreements
            ),
            widths=(0.16, 0.28, 0.28, 0.28),
        )
    if portrait.remarks:
        yield Grid(
            title=_("Remarks on its rows"),
            heads=(_("Field"), _("Value"), _("Remark")),
            rows=tuple(
                (
                    Cell(labels.field_label(one.field) if one.field else "—"),
                    notes.cell(short(one.value or "—", 200), one.origin),
                    Cell(labels.reason_label(one.reason)),
                )
                for one in portrait.remarks
            ),
            widths=(0.2, 0.4, 0.4),
        )


def _registrations(portrait: Portrait, notes: Notes) -> Grid:
    count = len(portrait.records)
    said = ngettext("%(count)s registration is merged in it.", "%(count)s registrations are merged in it.", count)
    return Grid(
        heads=(_("Row"), _("Merged because")),
        rows=tuple(
            (
                notes.cell(f"{one.origin.file_name} · {number(one.origin.row_number)}", one.origin),
                Cell(_("Its values are taken from here") if one.is_primary else rules.merge_sentence(one.rule)),
            )
            for one in portrait.records
        ),
        widths=(0.55, 0.45),
        remark=said % {"count": number(count)},
    )
