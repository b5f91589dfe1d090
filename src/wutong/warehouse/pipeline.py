"""The table of contents of a build: from the files of a register to a promoted release.

Read it from `build` downwards. Each step reads declared tables and writes declared tables; what a step means is
in its own package. Nothing is served before every check holds.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Self

from wutong.catalog.catalog import Catalog
from wutong.catalog.version import code_version
from wutong.engine.compiled import Shelf
from wutong.engine.engine import Engine, Limits
from wutong.engine.opening import open_engine
from wutong.kernel import clock, environment
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.warehouse import accounting, declared, fingerprints, inputs
from wutong.warehouse.batches import Batch, Batches, prune
from wutong.warehouse.device_class.shelf import place_model
from wutong.warehouse.enrich.gathering import gather
from wutong.warehouse.files import link
from wutong.warehouse.global_work import GlobalWork
from wutong.warehouse.indexing import build_search
from wutong.warehouse.ingest.parts import Part, Parts
from wutong.warehouse.progress import Progress, Silent
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.checks import Opened, check_opened, refuse_failed, written_opened
from wutong.warehouse.publish.manifest import CheckResult, Manifest, SourceUsed, TableWritten
from wutong.warehouse.publish.release import Release, Step
from wutong.warehouse.records.reading import NO_RECORDS, Records, read_records
from wutong.warehouse.reference.references import NO_REFERENCES, References, read_references
from wutong.warehouse.row_work import LAYOUTS, RowWork
from wutong.warehouse.tying.building import Tying
from wutong.warehouse.views import counted_as, views_of

REGISTRATIONS = "registrations"


@dataclass(frozen=True)
class Request:
    """What to build: which files of which sources, where, and on which engine."""

    home: Home
    catalog: Catalog
    globs: inputs.Globs
    engine: str = "duckdb"
    limits: Limits = field(default_factory=Limits)
    is_demo: bool = False


@dataclass(frozen=True)
class Built:
    """The release now served, and whether anything had changed since the one before."""

    release: Release
    is_new: bool


def build(request: Request, *, progress: Progress | None = None, step: Step = lambda name: None) -> Built:
    """Read, standardize, place, resolve, publish. Raises a WutongError and leaves the old release serving."""
    files = inputs.files_of(request.globs)
    with publishing.staging(request.home) as folder:
        run = _Run(request, folder, progress or Silent(), step)
        parts = run.read(files)
        digest = run.digest(parts)
        served = publishing.readable(request.home)
        if served and served.manifest.notes.get("inputs") == digest:
            return Built(release=served, is_new=False)
        run = run.knowing(read_references(request.catalog, parts)).recording(parts)
        scratch = request.home.staging / "scratch"
        scratch.mkdir()
        with open_engine(request.engine, scratch=scratch, limits=request.limits, shelf=run.shelf()) as engine:
            batches = run.work_on_rows(engine, parts)
            checked = run.work_on_all(engine, parts, batches, served)
        run.learn()
        version = run.publish(parts, checked, digest)
        run.tying.hand_over(version, environment.cache() / "matching")
        _tidy(request, parts, batches, run.records)
        return Built(release=Release(version=version, folder=request.home.releases / version), is_new=True)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the tables of a release hold, once all that must hold of them does."""

    sources: tuple[SourceUsed, ...]
    checks: tuple[CheckResult, ...]
    tables: tuple[TableWritten, ...]


@dataclass(frozen=True)
class _Run:
    """One build on its way: its request, the folder it writes, and whoever wants to know."""

    request: Request
    folder: Path
    told: Progress
    step: Step
    references: References = NO_REFERENCES
    records: Records = NO_RECORDS

    def knowing(self, references: References) -> Self:
        """The same build with what reference lists say; a list of divisions stands in for the one built in."""
        request = self.request
        if references.divisions:
            catalog = replace(request.catalog, divisions_given=references.divisions)
            request = replace(request, catalog=catalog)
        return replace(self, request=request, references=references)

    def recording(self, parts: Sequence[Part]) -> Self:
        """The same build with what is no registration: trials, drugs, money."""
        self.step("records")
        with self.told.stage(Text(zh="读入记录", en="Reading records")):
            return replace(self, records=read_records(self.request.catalog, parts, self.request.home))

    def read(self, files: inputs.Inputs) -> tuple[Part, ...]:
        """Raw parts of every file; a file that has not changed is not read again."""
        self.step("ingest")
        store = Parts(self.request.home)
        total = sum(file.stat().st_size for group in files.values() for file in group)
        parts: dict[str, Part] = {}
        with self.told.stage(Text(zh="读入文件", en="Reading files"), total) as advance:
            for source_id, group in files.items():
                source = self.request.catalog.sources[source_id]
                for found in store.ensure_all(source, group, on_bytes=advance):
                    parts |= {part.id: part for part in found}
        for notice in store.notices:
            self.told.notice(notice)
        return tuple(parts.values())

    def digest(self, parts: Sequence[Part]) -> str:
        """What the whole release depends on."""
        return fingerprints.of_texts((self.everything, str(self.request.is_demo), *(part.id for part in parts)))

    @cached_property
    def everything(self) -> str:
        """What a release depends on besides its input files."""
        return fingerprints.of_everything(self.request.catalog.root)

    @property
    def declarations(self) -> str:
        """What declared tables and compiled plans depend on: the same, and the reference lists that were given."""
        return fingerprints.of_texts((self.everything, *self.references.part_ids))

    def shelf(self) -> Shelf:
        """Compiled plans of this code and these declarations."""
        return Shelf(environment.cache() / "plans", self.declarations)

    def work_on_rows(self, engine: Engine, parts: Sequence[Part]) -> tuple[Batch, ...]:
        """Standardize and place what is new; everything else is at hand."""
        catalog, home = self.request.catalog, self.request.home
        store = Batches(home.batches, home.staging, engine, LAYOUTS)
        fingerprint = fingerprints.of_texts((fingerprints.of_row_work(catalog.root), *self.references.part_ids))
        found: list[Batch] = []
        for source_id, mine in _by_source(parts).items():
            if catalog.sources[source_id].standard == REGISTRATIONS:
                work = RowWork(catalog, engine, source_id, mine, home.staging / "scratch", self.told, self.step)
                found.extend(
                    store.ensure(source_id=source_id, fingerprint=fingerprint, file_ids=tuple(mine), work=work)
                )
        return tuple(found)

    def work_on_all(
        self, engine: Engine, parts: Sequence[Part], batches: Sequence[Batch], served: Release | None
    ) -> _Checked:
        """Every table of the release, checked, and its search index."""
        scratch = self.request.home.staging / "scratch"
        work = GlobalWork(self.request.catalog, engine, tuple(batches), tuple(parts), self.folder / "tables", scratch)
        further = (*self.references.issues, *self.records.issues)
        self._go_through(
            ("resolve", Text(zh="归并企业", en="Resolving enterprises"), work.resolve),
            ("enterprises", Text(zh="汇成企业", en="Putting enterprises together"), work.enterprises),
        )
        # Names are indexed on one core while figures are computed, and checked, on the other.
        with ThreadPoolExecutor(max_workers=1) as aside:
            indexed = aside.submit(self.index, served)
            self.declare(served)
            checked = self.check(parts, self._further_tables(work, parts, further))
            indexed.result()
        return checked

    def _further_tables(
        self, work: GlobalWork, parts: Sequence[Part], issues: Sequence[Mapping[str, object]]
    ) -> dict[str, int]:
        """What the index does not need."""
        self.records.release(self.folder / "tables")
        judged = self.tying.judged(parts)
        every = (*issues, *judged.issues)
        self._go_through(
            ("figures", Text(zh="计算指标", en="Computing figures"), work.figures),
            ("issues", Text(zh="汇总问题", en="Gathering issues"), partial(work.issues, every)),
            ("link", Text(zh="收入原文", en="Taking in the rows"), work.link_rows),
        )
        used = {**work.used(), **self.references.used, **self.records.used, **judged.used}
        accounting.write_files(parts, used, self.request.catalog, self.folder / "tables")
        self._go_through(
            ("ties", Text(zh="对应名称", en="Tying names"), partial(self.tying.tie, judged)),
            ("gather", Text(zh="汇集指标所依据的行", en="Gathering what figures are told of"), self.gather),
        )
        return used

    def declare(self, served: Release | None) -> None:
        """Tables of what is declared; those of the release being served where nothing declared has changed."""
        if served and served.manifest.notes.get("declared") == self.declarations:
            for name in declared.TABLES:
                link([served.tables / name], self.folder / "tables" / name)
        else:
            declared.write_declared(self.request.catalog, self.folder / "tables", self.references)

    def gather(self) -> None:
        """Tables that are made of the others."""
        gather(self.request.catalog.released, self.folder / "tables", self.request.limits)

    @property
    def tying(self) -> Tying:
        """Who ties names of records to the enterprises of this build."""
        return Tying(self.request.catalog, self.folder / "tables", self.request.home.staging / "matching", self.told)

    def _go_through(self, *stages: tuple[str, Text, Callable[[], None]]) -> None:
        for name, title, do in stages:
            self.step(name)
            with self.told.stage(title):
                do()

    def index(self, served: Release | None) -> None:
        """The search index, from that of the release being served where that is cheaper."""
        self.step("search")
        with self.told.stage(Text(zh="建立检索", en="Indexing names")):
            enterprises = self.request.catalog.released["enterprises"].view or ""
            build_search(self.folder, served, self.request.catalog.search, enterprises)

    def learn(self) -> None:
        """The model of device classes, where decisions on devices were given."""
        if self.references.device_decisions:
            self.step("models")
            with self.told.stage(Text(zh="学习器械分类", en="Learning device classes")):
                place_model(self.request.catalog.root, self.request.home, self.references, self.folder)

    def check(self, parts: Sequence[Part], used: Mapping[str, int]) -> _Checked:
        """Raises ChecksFailed where something does not hold of the tables; `used` are the rows used of each file."""
        self.step("check")
        catalog, tables = self.request.catalog, self.folder / "tables"
        with (
            self.told.stage(Text(zh="检查", en="Checking")),
            Opened(self.folder, views_of(catalog.released)) as release,
        ):
            sources = accounting.sources_used(parts, used, accounting.held_back_rows(tables))
            checks = check_opened(release, catalog.released, catalog.sources, sources)
            refuse_failed(checks)
            return _Checked(sources, checks, written_opened(release, counted_as(catalog.released)))

    def publish(self, parts: Sequence[Part], checked: _Checked, digest: str) -> str:
        """Seal, promote; returns the version."""
        self.step("publish")
        catalog = self.request.catalog
        with self.told.stage(Text(zh="发布", en="Publishing")):
            manifest = Manifest(
                version="-",
                created_at=clock.now(),
                code_version=code_version(),
                catalog_fingerprint=fingerprints.of_row_work(catalog.root),
                engine=self.request.engine,
                sources=checked.sources,
                tables=checked.tables,
                issues=accounting.issue_counts(self.folder / "tables"),
                checks=checked.checks,
                parts=tuple(part.id for part in parts),
                views=views_of(catalog.released),
                notes={"inputs": digest, "declared": self.declarations, "is_demo": str(self.request.is_demo)},
            )
            version = publishing.new_version(self.request.home, manifest.created_at, manifest.fingerprint)
            publishing.seal(self.folder, manifest.model_copy(update={"version": version}), step=self.step)
            return publishing.promote(self.request.home, self.folder, step=self.step)


def _by_source(parts: Sequence[Part]) -> dict[str, dict[str, Part]]:
    found: dict[str, dict[str, Part]] = {}
    for part in parts:
        found.setdefault(part.report.source_id, {})[part.id] = part
    return found


def _tidy(request: Request, parts: Sequence[Part], batches: Sequence[Batch], records: Records) -> None:
    """Forget what no later build can use, and remember what was read."""
    prune(request.home.batches, batches)
    records.prune(request.home)
    Parts(request.home).prune([part.id for part in parts])
    publishing.keep_last(request.home)
    inputs.remember(request.globs, request.home)
