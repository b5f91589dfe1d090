"""How an item of each kind becomes a row: a column says its head and its cell. The same rows stand on a portrait and on
the page of a whole list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.portal.atlas import links
from wutong.portal.atlas.panels.enterprises.blocks import words
from wutong.portal.atlas.panels.enterprises.blocks.shape import Cell, Head, Row
from wutong.portal.atlas.panels.trials.words import label_of, role_label, title_of
from wutong.portal.atlas.queries.portraits.items import Application, Approval, Candidate, Product, Round, Trial
from wutong.portal.shared.templatetags.wutong import day, number

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Column:
    """A head that is translated when it is shown, and the cell of an item: text alone, or a whole cell."""

    title: Any
    told: Callable[[Any], Cell | str]
    is_number: bool = False
    is_short: bool = False
    sort: str = ""

    @property
    def head(self) -> Head:
        return Head(str(self.title), self.is_number, self.sort)

    def cell(self, item: Any) -> Cell:
        """The cell of one item, set as its column is."""
        told = self.told(item)
        cell = Cell(told) if isinstance(told, str) else told
        return replace(cell, is_number=self.is_number, is_short=self.is_short)


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of block: its title, what its numbers count, and its columns."""

    code: str
    title: Any
    columns: tuple[Column, ...]
    note: Any = ""

    @property
    def heads(self) -> tuple[Head, ...]:
        return tuple(column.head for column in self.columns)

    def cells(self, item: Any) -> tuple[Cell, ...]:
        """An item, column by column."""
        return tuple(column.cell(item) for column in self.columns)

    def rows(self, items: Iterable[Any], mark: str = "") -> tuple[Row, ...]:
        """A row for each item; `mark` tells rows of one table on the page from those of another."""
        return tuple(
            Row(self.cells(item), item.origin, item.tie.name, f"{self.code}{mark}-{at}")
            for at, item in enumerate(items)
        )


def cut(text: str | None) -> str:
    """A text that may be very long, as a cell shows it."""
    return "" if not text else text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def candidate(one: Candidate) -> Row:
    """A drug in trials. It is told by several rows of the register, which its page and its trials show."""
    return Row(CANDIDATES.cells(one), origin=None)


def _date(value: date | None) -> str:
    return day(value) if value else ""


def _coded(facet: str, code: str | None) -> str:
    return label_of(facet, code) if code else ""


def _product_name(one: Product) -> Cell:
    names = [name for name in (one.name_zh, one.name_en) if name]
    further = cut(" / ".join((*names[1:], *one.trade_names)))
    return Cell(names[0] if names else one.product_id, links.to_product(one.product_id), further)


def _approved(one: Approval) -> Cell:
    return Cell(cut(one.name_zh or one.name_en), links.to_product(one.product_id), cut(one.trade_name))


def _trial_number(one: Trial) -> Cell:
    return Cell(one.trial_id, reverse("atlas:trial", args=[one.trial_id]), label_of("register", one.register))


def _acceptance(one: Application) -> Cell:
    address = links.to_application(one.acceptance_number)
    return Cell(one.acceptance_number, address, words.approval_class(one.approval_class))


def _decided(one: Application) -> str:
    return f"{day(one.decided_on)} {words.decision(one.decision)}" if one.decided_on else ""


def _amount(one: Round) -> Cell:
    value, about = words.amount(one.amount_low_cny, one.amount_high_cny, one.amount_basis)
    return Cell(value, under=_joined(one.amount_text, about))


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _between(one: Candidate) -> str:
    return " – ".join(dict.fromkeys(filter(None, map(_date, (one.first_registered_on, one.last_registered_on)))))


CANDIDATES = Layout(
    "candidates",
    gettext_lazy("Drugs in trials that it leads"),
    (
        Column(
            gettext_lazy("Drug, as the register writes it"),
            lambda one: Cell(cut(one.drug), links.to_product(one.product_id) if one.product_id else ""),
        ),
        Column(gettext_lazy("Furthest trial"), lambda one: words.furthest(one.phases)),
        Column(gettext_lazy("Trials"), lambda one: number(one.trial_count), is_number=True),
        Column(gettext_lazy("Registered, first and last"), _between),
    ),
)
TRIALS = Layout(
    "trials",
    gettext_lazy("Clinical trials"),
    (
        Column(gettext_lazy("Number"), _trial_number, sort="number"),
        Column(
            gettext_lazy("Title"),
            lambda one: Cell(cut(title_of(one)), under=_joined(cut(one.drug), cut(one.indication))),
        ),
        Column(gettext_lazy("Phase"), lambda one: _coded("phase", one.phase), is_short=True),
        Column(gettext_lazy("Status"), lambda one: _coded("status", one.status), is_short=True),
        Column(pgettext_lazy("of a sponsor", "Role"), lambda one: role_label(one.role), is_short=True),
        Column(gettext_lazy("Registered"), lambda one: _date(one.registered_on), is_short=True, sort="registered"),
    ),
    gettext_lazy("Each is a registration: one study may stand in two registers."),
)
PRODUCTS = Layout(
    "products",
    gettext_lazy("Products and pipeline"),
    (
        Column(gettext_lazy("Product"), _product_name, sort="name"),
        Column(
            gettext_lazy("Modality and form"),
            lambda one: Cell(words.modality(one.modality), under=words.dosage_form(one.dosage_form)),
        ),
        Column(gettext_lazy("Therapeutic area"), lambda one: cut(", ".join(one.therapeutic_areas))),
        Column(gettext_lazy("Stage"), lambda one: words.stage(one.stage)),
        Column(gettext_lazy("Approvals"), lambda one: number(one.approval_count), is_number=True, sort="approvals"),
    ),
)
APPROVALS = Layout(
    "approvals",
    gettext_lazy("Approvals"),
    (
        Column(
            gettext_lazy("Approval number"),
            lambda one: Cell(one.approval_number, under=words.approval_scheme(one.scheme)),
            sort="number",
        ),
        Column(gettext_lazy("Product"), _approved),
        Column(gettext_lazy("Class"), lambda one: words.approval_class(one.approval_class)),
        Column(gettext_lazy("Tied by"), lambda one: words.approval_match(one.matched_by)),
        Column(
            gettext_lazy("Year of the number"),
            lambda one: str(one.year) if one.year else "",
            is_number=True,
            sort="year",
        ),
    ),
)
APPLICATIONS = Layout(
    "applications",
    gettext_lazy("Drug applications"),
    (
        Column(gettext_lazy("Acceptance number"), _acceptance, sort="number"),
        Column(
            gettext_lazy("Drug and indication"), lambda one: Cell(cut(one.drug_text), under=cut(one.indication_text))
        ),
        Column(gettext_lazy("What it asks for"), lambda one: words.application(one.kind, one.asks_for)),
        Column(
            gettext_lazy("Accepted"),
            lambda one: _date(one.accepted_on) or str(one.year),
            is_number=True,
            sort="year",
        ),
        Column(gettext_lazy("Decided"), _decided),
    ),
)
FINANCING = Layout(
    "financing",
    gettext_lazy("Financing rounds"),
    (
        Column(gettext_lazy("Announced"), lambda one: _date(one.announced_on), is_short=True, sort="date"),
        Column(gettext_lazy("Round"), lambda one: words.financing_round(one.round, one.round_text)),
        Column(gettext_lazy("Amount in CNY"), _amount, is_number=True, sort="amount"),
        Column(gettext_lazy("Investors, as written"), lambda one: cut("、".join(one.investors))),
    ),
    gettext_lazy("As news and databases report them; other currencies at the rate of the year."),
)
LAYOUTS: dict[str, Layout] = {one.code: one for one in (PRODUCTS, TRIALS, APPROVALS, APPLICATIONS, FINANCING)}
