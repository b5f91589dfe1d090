"""Operations on what a release says about itself: sources, files, issues, releases, definitions."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Query, Router

from wutong.catalog.indicators import Indicator, Measure
from wutong.catalog.tables import Column, Table
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api import overview_schemas as out
from wutong.portal.atlas.api import schemas
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.paging import page_of
from wutong.portal.atlas.api.params import IssueParams, PageParams
from wutong.portal.atlas.queries.data import (
    Wanted,
    files_of,
    is_known,
    issues_of,
    reasons_of,
    releases_kept,
    sources_of,
)
from wutong.portal.atlas.queries.figures import measure_of
from wutong.portal.shared.api.problems import NOT_FOUND, Problem
from wutong.portal.shared.catalogue import catalogue

router = Router()


@router.get("/sources", response=out.SourcesOut, **said("sources"))
def sources(request: HttpRequest, params: Query[PageParams]) -> out.SourcesOut:
    """One page of the sources of the release."""
    release = current_release()
    titles = {code: schemas.Words.of(source.title) for code, source in catalogue().sources.items()}
    found = sources_of(release)
    shown, pages = page_of(found, params.page)
    items = [schemas.SourceOut(**asdict(one), title=titles.get(one.source_id)) for one in shown]
    return out.SourcesOut(release=release.version, total=len(found), page=params.page, pages=pages, items=items)


@router.get("/files", response=out.FilesOut, **said("files"))
def files(request: HttpRequest, params: Query[PageParams]) -> out.FilesOut:
    """One page of the files of the release."""
    release = current_release()
    found = files_of(release)
    shown, pages = page_of(found, params.page)
    items = [schemas.FileOut(**asdict(one)) for one in shown]
    return out.FilesOut(release=release.version, total=len(found), page=params.page, pages=pages, items=items)


@router.get("/issues", response=schemas.IssuesOut, **said("issues"))
def issues(request: HttpRequest, params: Query[IssueParams]) -> schemas.IssuesOut:
    """One page of issues."""
    release = current_release()
    wanted = Wanted(params.source, params.reason, params.file, params.held_back)
    if not is_known(release, wanted):
        raise Problem(NOT_FOUND)
    found = issues_of(release, wanted, params.page)
    if params.page > found.page_count:
        raise Problem(NOT_FOUND)
    return schemas.IssuesOut(
        release=release.version,
        total=found.total,
        page=found.page,
        pages=found.page_count,
        items=[schemas.IssueOut(**asdict(row)) for row in found.rows],
    )


@router.get("/issues/reasons", response=list[out.ReasonOut], **said("reasons"))
def reasons(request: HttpRequest) -> list[out.ReasonOut]:
    """How many issues have each reason."""
    return [out.ReasonOut(**asdict(one)) for one in reasons_of(current_release())]


@router.get("/indicators", response=list[out.IndicatorOut], **said("indicators"))
def indicators(request: HttpRequest) -> list[out.IndicatorOut]:
    """Every figure, as declared."""
    return [_indicator(one, measure_of(one)) for one in catalogue().indicators.values()]


def _indicator(one: Indicator, measure: Measure) -> out.IndicatorOut:
    return out.IndicatorOut(
        **one.model_dump(mode="json", exclude={"measure", "derived", "decimals"}),
        grain=schemas.Words.of(measure.facts.grain),
        is_secret=measure.is_secret,
        table=measure.table,
        told_by=[code for code, told in measure.by_code.items() if not told.at_most],
    )


@router.get("/releases", response=list[schemas.ReleaseOut], **said("releases"))
def releases(request: HttpRequest) -> list[schemas.ReleaseOut]:
    """The releases that are kept."""
    return [schemas.ReleaseOut(**asdict(one)) for one in releases_kept()]


@router.get("/manifest", response=schemas.ManifestOut, **said("manifest"))
def manifest(request: HttpRequest) -> schemas.ManifestOut:
    """The manifest of the release that is served."""
    return schemas.ManifestOut(manifest=current_release().manifest.model_dump(mode="json"))


@router.get("/tables", response=out.TablesOut, **said("tables"))
def tables(request: HttpRequest, params: Query[PageParams]) -> out.TablesOut:
    """One page of the tables of a release, as declared."""
    found = list(catalogue().released.values())
    shown, pages = page_of(found, params.page)
    return out.TablesOut(
        release=current_release().version,
        total=len(found),
        page=params.page,
        pages=pages,
        items=[_table(one) for one in shown],
    )


def _table(table: Table) -> schemas.TableOut:
    return schemas.TableOut(
        name=table.name,
        title=schemas.Words.of(table.title),
        row=schemas.Words.of(table.row),
        key=list(table.key),
        columns=[_column(one) for one in table.columns],
    )


def _column(column: Column) -> schemas.ColumnOut:
    return schemas.ColumnOut(
        name=column.name,
        type=column.type,
        unit=column.unit,
        title=schemas.Words.of(column.title),
        note=schemas.Words.of(column.note) if column.note else None,
        nullable=column.nullable,
    )
