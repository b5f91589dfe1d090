"""The kinds of records there are. A new kind is one entry here: which sources tell it, and which tables it fills."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wutong.catalog.catalog import Catalog
from wutong.warehouse.records import hospitals, trial_tables
from wutong.warehouse.records.companies import company_tables, figure_tables
from wutong.warehouse.records.drugs import drug_tables
from wutong.warehouse.records.rounds import round_tables
from wutong.warehouse.records.supplied import events, monitored, platforms
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
Rows = Mapping[str, Sequence[Row]]  # standard → rows of all its sources


@dataclass(frozen=True)
class RecordKind:
    """Records of one kind. `make` turns the rows of its `standards` into rows of its `tables`, all in one order.

    `declarations` are folders and files under catalog/ on which the result depends. Rows of `besides` are looked at
    too, but another kind accounts for them.
    """

    code: str
    standards: tuple[str, ...]
    tables: tuple[str, ...]
    make: Callable[[Rows, Catalog, Account], Tables]
    declarations: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """Every standard whose rows it is given."""
        return (*self.standards, *self.besides)


def _trials(rows: Rows, catalog: Catalog, account: Account) -> Tables:
    return trial_tables.trial_tables(rows["trials"], rows["trial_sites"], catalog.trial_words, account)


def _drugs(rows: Rows, catalog: Catalog, account: Account) -> Tables:
    return drug_tables.drug_tables(
        rows["drug_approvals"],
        rows["maker_drugs"],
        rows["trials"],
        rows["drug_applications"],
        catalog.drugs,
        catalog.trial_words,
        account,
    )


def _companies(rows: Rows, _: Catalog, account: Account) -> Tables:
    return company_tables.company_tables(rows["listed_companies"], account)


def _figures(rows: Rows, catalog: Catalog, account: Account) -> Tables:
    return figure_tables.figure_tables(rows["listed_figures"], catalog.finance.statements, account)


def _rounds(rows: Rows, catalog: Catalog, account: Account) -> Tables:
    units = catalog.names.amounts
    return round_tables.round_tables(rows["financing_rounds"], catalog.finance, units, catalog.currencies, account)


def _hospitals(rows: Rows, _: Catalog, account: Account) -> Tables:
    return hospitals.hospital_tables(rows["hospital_names"], account)


_OF_DRUGS = ("drug_approvals", "maker_drugs", "drug_applications")


def _platforms(rows: Rows, catalog: Catalog, account: Account) -> Tables:
    return platforms.platform_tables(rows["platforms"], catalog.supplied, account)


def _events(rows: Rows, catalog: Catalog, account: Account) -> Tables:
    return events.event_tables(rows["enterprise_events"], catalog.supplied, account)


def _monitored(rows: Rows, _: Catalog, account: Account) -> Tables:
    return monitored.monitored_tables(rows["monitored_figures"], account)


KINDS = (
    RecordKind("trials", ("trials", "trial_sites"), trial_tables.NAMES, _trials, ("trials",)),
    RecordKind("drugs", _OF_DRUGS, drug_tables.NAMES, _drugs, ("drugs", "trials"), ("trials",)),
    RecordKind("companies", ("listed_companies",), company_tables.NAMES, _companies),
    RecordKind("figures", ("listed_figures",), figure_tables.NAMES, _figures, ("finance",)),
    RecordKind("rounds", ("financing_rounds",), round_tables.NAMES, _rounds, ("finance", "currencies", "names")),
    RecordKind("hospitals", ("hospital_names",), hospitals.NAMES, _hospitals),
    RecordKind("platforms", ("platforms",), platforms.NAMES, _platforms, ("supplied",)),
    RecordKind("events", ("enterprise_events",), events.NAMES, _events, ("supplied",)),
    RecordKind("monitored", ("monitored_figures",), monitored.NAMES, _monitored),
)
STANDARDS = frozenset(standard for kind in KINDS for standard in kind.standards)
