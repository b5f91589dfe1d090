"""How an item of each kind becomes a row. The same rows stand on a portrait and on the page of a whole list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
    """A head that is translated when it is shown."""

    title: Any
    is_number: bool = False
    sort: str = ""

    @property
    def head(self) -> Head:
        return Head(str(self.title), self.is_number, self.sort)


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of block: its title, what its numbers count, its columns, and how an item becomes cells."""

    code: str
    title: Any
    columns: tuple[Column, ...]
    cells: Callable[[Any], tuple[Cell, ...]]
    note: Any = ""

    @property
    def heads(self) -> tuple[Head, ...]:
        return tuple(column.head for column in self.columns)

    def rows(self, items: Iterable[Any], mark: str = "") -> tuple[Row, ...]:
        """A row for each item; `mark` tells rows of one table on the page from those of another."""
        return tuple(
            Row(self.cells(item), item.origin, item.tie.name, f"{self.code}{mark}-{at}")
            for at, item in enumerate(items)
        )


def cut(text: str | None) -> str:
    """A text that may be very long, as a cell shows it."""
    return "" if not text else text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _trial(one: Trial) -> tuple[Cell, ...]:
    address = reverse("atlas:trial", args=[one.trial_id])
    about = " · ".join(part for part in (cut(one.drug), cut(one.indication)) if part)
    return (
        Cell(one.trial_id, address, label_of("register", one.register)),
        Cell(cut(title_of(one)), under=about),
        Cell(label_of("phase", one.phase) if one.phase else "", is_short=True),
        Cell(label_of("status", one.status) if one.status else "", is_short=True),
        Cell(role_label(one.role), is_short=True),
        Cell(day(one.registered_on) if one.registered_on else "", is_short=True),
    )


def _product(one: Product) -> tuple[Cell, ...]:
    names = [name for name in (one.name_zh, one.name_en) if name]
    further = [*names[1:], *one.trade_names]
    return (
        Cell(names[0] if names else one.product_id, links.to_product(one.product_id), cut(" / ".join(further))),
        Cell(words.modality(one.modality), under=words.dosage_form(one.dosage_form)),
        Cell(cut(", ".join(one.therapeutic_areas))),
        Cell(words.stage(one.stage)),
        Cell(number(one.approval_count), is_number=True),
    )


def _approval(one: Approval) -> tuple[Cell, ...]:
    name = one.name_zh or one.name_en or ""
    return (
        Cell(one.approval_number, under=words.approval_scheme(one.scheme)),
        Cell(cut(name), links.to_product(one.product_id), cut(one.trade_name)),
        Cell(words.approval_class(one.approval_class)),
        Cell(words.approval_match(one.matched_by)),
        Cell(str(one.year) if one.year else "", is_number=True),
    )


def _application(one: Application) -> tuple[Cell, ...]:
    decided = f"{day(one.decided_on)} {words.decision(one.decision)}" if one.decided_on else ""
    return (
        Cell(
            one.acceptance_number,
            links.to_application(one.acceptance_number),
            under=words.approval_class(one.approval_class),
        ),
        Cell(cut(one.drug_text), under=cut(one.indication_text)),
        Cell(words.application(one.kind, one.asks_for)),
        Cell(day(one.accepted_on) if one.accepted_on else str(one.year), is_number=True),
        Cell(decided),
    )


def _round(one: Round) -> tuple[Cell, ...]:
    value, about = words.amount(one.amount_low_cny, one.amount_high_cny, one.amount_basis)
    return (
        Cell(day(one.announced_on) if one.announced_on else "", is_short=True),
        Cell(words.financing_round(one.round, one.round_text)),
        Cell(value, under=" · ".join(part for part in (one.amount_text, about) if part), is_number=True),
        Cell(cut("、".join(one.investors))),
    )


def candidate(one: Candidate) -> Row:
    """A drug in trials. It is told by several rows of the register, which its page and its trials show."""
    dates = [day(date) for date in (one.first_registered_on, one.last_registered_on) if date]
    cells = (
        Cell(cut(one.drug), links.to_product(one.product_id) if one.product_id else ""),
        Cell(words.furthest(one.phases)),
        Cell(number(one.trial_count), is_number=True),
        Cell(" – ".join(dict.fromkeys(dates))),
    )
    return Row(cells, origin=None)


CANDIDATES = (
    Column(gettext_lazy("Drug, as the register writes it")),
    Column(gettext_lazy("Furthest trial")),
    Column(gettext_lazy("Trials"), is_number=True),
    Column(gettext_lazy("Registered, first and last")),
)
TRIALS = Layout(
    "trials",
    gettext_lazy("Clinical trials"),
    (
        Column(gettext_lazy("Number"), sort="number"),
        Column(gettext_lazy("Title")),
        Column(gettext_lazy("Phase")),
        Column(gettext_lazy("Status")),
        Column(pgettext_lazy("of a sponsor", "Role")),
        Column(gettext_lazy("Registered"), sort="registered"),
    ),
    _trial,
    gettext_lazy("Each is a registration: one study may stand in two registers."),
)
PRODUCTS = Layout(
    "products",
    gettext_lazy("Products and pipeline"),
    (
        Column(gettext_lazy("Product"), sort="name"),
        Column(gettext_lazy("Modality and form")),
        Column(gettext_lazy("Therapeutic area")),
        Column(gettext_lazy("Stage")),
        Column(gettext_lazy("Approvals"), is_number=True, sort="approvals"),
    ),
    _product,
)
APPROVALS = Layout(
    "approvals",
    gettext_lazy("Approvals"),
    (
        Column(gettext_lazy("Approval number"), sort="number"),
        Column(gettext_lazy("Product")),
        Column(gettext_lazy("Class")),
        Column(gettext_lazy("Tied by")),
        Column(gettext_lazy("Year of the number"), is_number=True, sort="year"),
    ),
    _approval,
)
APPLICATIONS = Layout(
    "applications",
    gettext_lazy("Drug applications"),
    (
        Column(gettext_lazy("Acceptance number"), sort="number"),
        Column(gettext_lazy("Drug and indication")),
        Column(gettext_lazy("What it asks for")),
        Column(gettext_lazy("Accepted"), is_number=True, sort="year"),
        Column(gettext_lazy("Decided")),
    ),
    _application,
)
FINANCING = Layout(
    "financing",
    gettext_lazy("Financing rounds"),
    (
        Column(gettext_lazy("Announced"), sort="date"),
        Column(gettext_lazy("Round")),
        Column(gettext_lazy("Amount in CNY"), is_number=True, sort="amount"),
        Column(gettext_lazy("Investors, as written")),
    ),
    _round,
    gettext_lazy("As news and databases report them; other currencies at the rate of the year."),
)
LAYOUTS: dict[str, Layout] = {one.code: one for one in (PRODUCTS, TRIALS, APPROVALS, APPLICATIONS, FINANCING)}
