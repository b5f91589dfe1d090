"""The whole catalogue behind one object. Each kind is read when first asked for."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wutong.catalog.applications import Application, load_applications
from wutong.catalog.appointments import BookingRules, load_booking_rules
from wutong.catalog.bands import Bands, load_bands
from wutong.catalog.calendars import Calendar, load_calendars
from wutong.catalog.chain import Chain, load_chain
from wutong.catalog.clusters import Cluster, load_clusters
from wutong.catalog.controlled import Controlled, load_controlled
from wutong.catalog.currencies import Currency, load_currencies
from wutong.catalog.demo import Demo, load_demo
from wutong.catalog.demo_records import DemoRecords, load_demo_records
from wutong.catalog.divisions import AMENDMENTS, Divisions, load_divisions
from wutong.catalog.drugs import Drugs, load_drugs
from wutong.catalog.filings import FilingKind, load_filings
from wutong.catalog.finance import Finance, load_finance
from wutong.catalog.flows import Flow, load_flows
from wutong.catalog.imports import Imports, load_imports
from wutong.catalog.indicators import Indicator, load_indicators
from wutong.catalog.industries import IndustryCorrections, load_corrections
from wutong.catalog.kinds import Kinds, load_kinds
from wutong.catalog.letters import Letters, load_letters
from wutong.catalog.matching import Matching, load_matching
from wutong.catalog.names import Names, load_names
from wutong.catalog.personal import Personal, load_personal
from wutong.catalog.placements import SubsidyScheme, load_schemes
from wutong.catalog.root import declarations
from wutong.catalog.search import Search, load_search
from wutong.catalog.services import Service, load_services
from wutong.catalog.sources import Source, load_sources
from wutong.catalog.supplied import Supplied, load_supplied
from wutong.catalog.tables import Table, load_tables, released_tables
from wutong.catalog.trials import TrialWords, load_trial_words
from wutong.catalog.upgrades import UpgradeStep, load_upgrades


@dataclass(frozen=True)
class Catalog:
    """Everything declared under `root` (a folder with catalog/ and sources/).

    `divisions_given` stands in for the divisions built in, where a build was given a list of its own.
    """

    root: Path
    divisions_given: Divisions | None = field(default=None, compare=False, repr=False)

    @cached_property
    def tables(self) -> dict[str, Table]:
        return load_tables(self.root / "catalog" / "tables")

    @cached_property
    def released(self) -> dict[str, Table]:
        """The tables of a release, by the names that users query."""
        return released_tables(self.tables)

    @cached_property
    def divisions(self) -> Divisions:
        return self.divisions_given or load_divisions(self.root / AMENDMENTS)

    @cached_property
    def industry_corrections(self) -> IndustryCorrections:
        return load_corrections(self.root / "catalog" / "industries" / "corrections.yml")

    @cached_property
    def sources(self) -> dict[str, Source]:
        return load_sources(self.root / "sources")

    @cached_property
    def trial_words(self) -> TrialWords:
        return load_trial_words(self.root / "catalog" / "trials" / "words.yml")

    @cached_property
    def drugs(self) -> Drugs:
        return load_drugs(self.root / "catalog" / "drugs")

    @cached_property
    def finance(self) -> Finance:
        return load_finance(self.root / "catalog" / "finance")

    @cached_property
    def supplied(self) -> Supplied:
        return load_supplied(self.root / "catalog" / "supplied")

    @cached_property
    def bands(self) -> Bands:
        return load_bands(self.root / "catalog" / "bands.yml")

    @cached_property
    def applications(self) -> dict[str, Application]:
        return load_applications(self.root / "catalog" / "applications")

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return load_indicators(self.root / "catalog" / "indicators")

    @cached_property
    def names(self) -> Names:
        return load_names(self.root / "catalog" / "names")

    @cached_property
    def currencies(self) -> dict[str, Currency]:
        return load_currencies(self.root / "catalog" / "currencies")

    @cached_property
    def kinds(self) -> Kinds:
        return load_kinds(self.root / "catalog" / "kinds")

    @cached_property
    def clusters(self) -> dict[str, Cluster]:
        return load_clusters(self.root / "catalog" / "clusters")

    @cached_property
    def chain(self) -> Chain:
        return load_chain(self.root / "catalog" / "chain" / "biomedicine")

    @cached_property
    def search(self) -> Search:
        return load_search(self.root / "catalog" / "search")

    @cached_property
    def matching(self) -> Matching:
        return load_matching(self.root / "catalog" / "matching")

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        return load_calendars(self.root / "catalog" / "calendars")

    @cached_property
    def flows(self) -> dict[str, Flow]:
        return load_flows(self.root / "catalog" / "flows")

    @cached_property
    def filings(self) -> dict[str, FilingKind]:
        """Kinds of filings that enterprises follow themselves, in order."""
        return load_filings(self.root / "catalog" / "filings", self.drugs, self.flows)

    @cached_property
    def letters(self) -> Letters:
        return load_letters(self.root / "catalog" / "letters", self.flows)

    @cached_property
    def services(self) -> dict[str, tuple[Service, ...]]:
        """Every service, its versions in order."""
        return load_services(self.root / "catalog" / "services", self.flows)

    @cached_property
    def upgrades(self) -> dict[str, dict[int, UpgradeStep]]:
        """By service, the step to each version from the one before."""
        return load_upgrades(self.root / "catalog" / "services", self.services, self.flows)

    @cached_property
    def imports(self) -> Imports:
        return load_imports(self.root / "catalog" / "imports", self.services)

    @cached_property
    def controlled(self) -> Controlled:
        return load_controlled(self.root / "catalog" / "controlled")

    @cached_property
    def booking_rules(self) -> tuple[BookingRules, ...]:
        return load_booking_rules(self.root / "catalog" / "appointments")

    @cached_property
    def placements(self) -> dict[str, SubsidyScheme]:
        return load_schemes(self.root / "catalog" / "placements")

    @cached_property
    def personal(self) -> Personal:
        return load_personal(self.root / "catalog" / "personal")

    @cached_property
    def demo(self) -> Demo:
        return load_demo(self.root / "catalog" / "demo")

    @cached_property
    def demo_records(self) -> DemoRecords:
        return load_demo_records(self.root / "catalog" / "demo" / "records")


def load_catalog(root: Path | None = None) -> Catalog:
    """The catalogue of this installation, or the one under `root`."""
    return Catalog(root=root or declarations())
