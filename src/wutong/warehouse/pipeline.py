"""The table of contents of a build: from the files of a register to a promoted release.

Read it from `build` downwards. Each step reads declared tables and writes declared tables; what a step means is
in its own package. Nothing is served before every check holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wutong.catalog.catalog import Catalog
from wutong.engine.engine import Engine, Limits
from wutong.engine.opening import open_engine
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.warehouse import fingerprints, inputs, steps
from wutong.warehouse.batches import Batch, Batches
from wutong.warehouse.ingest.parts import Part, Parts
from wutong.warehouse.progress import Progress, Silent
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.manifest import Manifest
from wutong.warehouse.publish.release import Release, Step


@dataclass(frozen=True)
class Request:
    """What to build: which files of which sources, where, and on which engine."""

    home: Home
    catalog: Catalog
    globs: inputs.Globs
    engine: str = "duckdb"
    limits: Limits = Limits()
    is_demo: bool = False


@dataclass(frozen=True)
class Built:
    """The release now served, and whether anything had changed since the one before."""

    release: Release
    is_new: bool


def build(request: Request, *, progress: Progress | None = None, step: Step = lambda name: None) -> Built:
    """Read, standardize, place, resolve, publish. Raises a WutongError and leaves the old release serving."""
    home, told = request.home, progress or Silent()
    files = inputs.files_of(request.globs)
    with publishing.staging(home) as folder:
        step("ingest")
        parts = _ingest(request, files, told)
        digest = _digest(request, parts)
        served = publishing.promoted(home)
        if served and served.manifest.notes.get("inputs") == digest:
            return Built(release=served, is_new=False)
        scratch = home.staging / "scratch"
        scratch.mkdir()
        with open_engine(request.engine, scratch=scratch, limits=request.limits) as engine:
            batches = _row_work(request, engine, parts, told, step)
            _global_work(request, engine, parts, batches, folder, told, step)
        step("search")
        with told.stage(Text(zh="建立检索", en="Indexing names")):
            steps.index(folder, served, home)
        step("publish")
        with told.stage(Text(zh="检查并发布", en="Checking and publishing")):
            manifest = steps.checked(request.catalog, home, folder, parts, _notes(request, digest))
            publishing.seal(folder, manifest, step=step)
            version = publishing.promote(home, folder, step=step)
        _tidy(request, parts, batches)
        return Built(release=Release(version=version, folder=home.releases / version), is_new=True)


def manifest_of(built: Built) -> Manifest:
    """The record of a build, with the sums that the command line prints."""
    return built.release.manifest


def _ingest(request: Request, files: inputs.Inputs, told: Progress) -> tuple[Part, ...]:
    """Raw parts of every file; a file that has not changed is not read again."""
    store = Parts(request.home)
    total = sum(file.stat().st_size for group in files.values() for file in group)
    parts: dict[str, Part] = {}
    with told.stage(Text(zh="读入文件", en="Reading files"), total) as advance:
        for source_id, group in files.items():
            for file in group:
                part = store.ensure(request.catalog.sources[source_id], file, on_bytes=advance)
                parts[part.id] = part
    return tuple(parts.values())


def _digest(request: Request, parts: Sequence[Part]) -> str:
    """What the whole release depends on."""
    everything = fingerprints.of_everything(request.catalog.root)
    return fingerprints.of_texts((everything, str(request.is_demo), *(part.id for part in parts)))


def _notes(request: Request, digest: str) -> dict[str, str]:
    return {"inputs": digest, "engine": request.engine, "is_demo": str(request.is_demo)}


def _row_work(request: Request, engine: Engine, parts: Sequence[Part], told: Progress, step: Step) -> tuple[Batch, ...]:
    """Standardize and place what is new; everything else is at hand."""
    store = Batches(request.home.batches, request.home.staging, engine)
    fingerprint = fingerprints.of_row_work(request.catalog.root)
    found: list[Batch] = []
    for source in request.catalog.sources.values():
        mine = {part.id: part for part in parts if part.report.source_id == source.id}
        if not mine or source.standard != "registrations":
            continue

        def work(folder: Path, file_ids: Sequence[str], mine: dict[str, Part] = mine) -> None:
            raw = [mine[file_id].folder / "raw" for file_id in file_ids]
            steps.standardize_and_place(request.catalog, engine, source, raw, folder, told, step)  # noqa: B023

        found.extend(store.ensure(source_id=source.id, fingerprint=fingerprint, file_ids=tuple(mine), work=work))
    return tuple(found)


def _global_work(
    request: Request,
    engine: Engine,
    parts: Sequence[Part],
    batches: Sequence[Batch],
    folder: Path,
    told: Progress,
    step: Step,
) -> None:
    """Who is who, what each enterprise is, and the figures: over all rows at once."""
    tables = folder / "tables"
    work = steps.GlobalWork(catalog=request.catalog, engine=engine, batches=tuple(batches), tables=tables)
    step("resolve")
    with told.stage(Text(zh="归并企业", en="Resolving enterprises")):
        work.resolve()
    step("enterprises")
    with told.stage(Text(zh="汇成企业", en="Putting enterprises together")):
        work.enterprises()
    step("figures")
    with told.stage(Text(zh="计算指标", en="Computing figures")):
        work.figures()
    step("tables")
    with told.stage(Text(zh="写出其余表", en="Writing the other tables")):
        work.link_rows()
        work.account(parts)
        work.declarations()


def _tidy(request: Request, parts: Sequence[Part], batches: Sequence[Batch]) -> None:
    """Forget what no later build can use, and remember what was read."""
    with open_engine("duckdb", scratch=request.home.root) as engine:
        Batches(request.home.batches, request.home.staging, engine).prune(batches)
    Parts(request.home).prune([part.id for part in parts])
    publishing.keep_last(request.home)
    inputs.remember(request.globs, request.home)
