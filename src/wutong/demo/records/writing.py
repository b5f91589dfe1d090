"""Writes the invented records of an invented register, and the truth about whose they are.

The same register and seed always give the same bytes.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wutong.catalog.catalog import Catalog
from wutong.demo.records import devices, drug_files, money, supplied, trial_files
from wutong.demo.records.cast import Firm, firms_of
from wutong.demo.records.hospitals import Hospital, found_hospitals
from wutong.demo.records.names import Writer
from wutong.demo.records.products import Product, develop
from wutong.demo.records.trials import Pipeline, run_trials


@dataclass(frozen=True)
class Records:
    """What was written: source id to the glob of its files, and the folder with all of them."""

    folder: Path
    globs: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _World:
    """Everything invented, before it is written."""

    catalog: Catalog
    seed: int
    home: str
    firms: Sequence[Firm]
    hospitals: Sequence[Hospital]
    products: Sequence[Product]
    pipeline: Pipeline

    @property
    def writer(self) -> Writer:
        return Writer(self.catalog.demo_records.english, self.catalog.divisions)

    @property
    def local(self) -> list[Firm]:
        """The firms of the home division; all where there is no home, or nobody in it."""
        return [firm for firm in self.firms if firm.division_code.startswith(self.home)] or list(self.firms)


def generate_records(*, truth: Path, seed: int, out: Path, catalog: Catalog, cluster: str | None = None) -> Records:
    """Write files for every source of records under `out`, for the firms of `truth` (truth.parquet of a register).

    A third of the hospitals lie in the city of `cluster`, where one is given.
    """
    spots = next((one.clusters[cluster] for one in catalog.demo.profiles.values() if cluster in one.clusters), ())
    world = _imagine(truth, seed, catalog, spots[0].division if spots else "")
    globs: dict[str, tuple[str, ...]] = {}
    for write in (_write_trials, _write_drugs, _write_money, _write_hospitals, _write_devices, _write_supplied):
        for source, pattern in write(world, out).items():
            globs[source] = (str(out / source / pattern),)
    _csv(out / "records_truth.csv", _truth(world))
    return Records(out, globs)


def _imagine(truth: Path, seed: int, catalog: Catalog, home: str) -> _World:
    declared = catalog.demo_records
    firms = firms_of(truth)
    hospitals = found_hospitals(declared.hospitals, catalog.divisions, home, seed)
    products = develop(firms, declared.products, declared.trials.second_indication, seed)
    makers = [firm for firm in firms if firm.trade in declared.products.makes]
    pipeline = run_trials(products, hospitals, makers, declared.trials, seed)
    return _World(catalog, seed, home, firms, hospitals, products, pipeline)


def _write_trials(world: _World, out: Path) -> dict[str, str]:
    declared, trials = world.catalog.demo_records, world.pipeline.trials
    rows = trial_files.cde_list(trials)
    _lines(out / "cde_trials" / "list.tsv", ("\t".join(str(value) for value in row.values()) for row in rows))
    details = trial_files.cde_details(trials, world.writer, world.seed)
    _csv(out / "cde_trial_details" / "details.csv", details)
    _csv(out / "cde_trial_sites" / "sites.csv", trial_files.cde_sites(trials, declared, world.seed))
    studies = trial_files.ctgov_studies(trials, world.writer, world.seed)
    _lines(out / "ctgov_studies" / "studies.jsonl", studies)
    for day, load in trial_files.who_loads(world.hospitals, declared, world.seed):
        _csv(out / "ictrp_trials" / f"load-{day}.csv", load)
    names = ("cde_trials", "cde_trial_details", "cde_trial_sites", "ctgov_studies", "ictrp_trials")
    return dict(zip(names, ("*.tsv", "*.csv", "*.csv", "*.jsonl", "*.csv"), strict=True))


def _write_drugs(world: _World, out: Path) -> dict[str, str]:
    filings = world.pipeline.filings
    _csv(out / "cde_applications" / "applications.csv", drug_files.applications(filings, world.writer, world.seed))
    _lines(out / "nmpa_drugs" / "approvals.jsonl", drug_files.approvals(filings))
    for name, document in drug_files.makers_lists(world.products, world.writer, world.seed).items():
        _lines(out / "originator_drugs" / name, [document])
    return {"cde_applications": "*.csv", "nmpa_drugs": "*.jsonl", "originator_drugs": "*.json"}


def _write_money(world: _World, out: Path) -> dict[str, str]:
    declared, writer, seed = world.catalog.demo_records, world.writer, world.seed
    listed = money.listed_firms(world.firms, declared.money, seed)
    _csv(out / "financing_events" / "rounds.csv", money.rounds_of(world.firms, writer, declared, seed))
    companies = money.company_list(listed, writer, world.catalog.divisions, declared.money, seed)
    _csv(out / "listed_companies" / "companies.csv", companies)
    for name, rows in money.quarterly_files(listed, writer, declared.money, seed):
        _csv(out / "listed_financials" / name, rows)
    return {"financing_events": "*.csv", "listed_companies": "*.csv", "listed_financials": "*.csv"}


def _write_hospitals(world: _World, out: Path) -> dict[str, str]:
    declared, folder = world.catalog.demo_records.hospitals, out / "hospital_names"
    _lines(folder / "standard.txt", (one.name_zh for one in world.hospitals))
    _lines(folder / "written.txt", (name for one in world.hospitals for name in one.as_said(declared, world.seed)))
    return {"hospital_names": "*.txt"}


def _write_devices(world: _World, out: Path) -> dict[str, str]:
    declared = world.catalog.demo_records.devices
    _csv(out / "nmpa_device_catalogue" / "catalogue.csv", devices.catalogue(declared))
    _csv(out / "nmpa_device_decisions" / "decisions.csv", devices.decisions(declared, world.seed))
    return {"nmpa_device_catalogue": "*.csv", "nmpa_device_decisions": "*.csv"}


def _write_supplied(world: _World, out: Path) -> dict[str, str]:
    declared, trials, seed = world.catalog.demo_records.supplied, world.catalog.demo_records.trials, world.seed
    platforms = supplied.platforms(world.local, world.writer, declared, trials, seed)
    _csv(out / "platform_registry" / "platforms.csv", platforms)
    _csv(out / "monitored_enterprises" / "reports.csv", supplied.monitored(world.local, declared, seed))
    _csv(out / "enterprise_events" / "events.csv", supplied.events(world.local, declared, trials, seed))
    return dict.fromkeys(("platform_registry", "monitored_enterprises", "enterprise_events"), "*.csv")


def _truth(world: _World) -> Iterable[dict[str, object]]:
    """Whose each trial is: its numbers and the credit code of its first sponsor."""
    for trial in world.pipeline.trials:
        yield {"ctr": trial.ctr, "nct": trial.nct or "", "credit_code": trial.product.firm.credit_code}


def _lines(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _csv(path: Path, rows: Iterable[dict[str, object]]) -> None:
    """A CSV with the columns of its first row; nothing is written where there are no rows."""
    held = list(rows)
    if not held:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(held[0]))
        writer.writeheader()
        writer.writerows(held)
