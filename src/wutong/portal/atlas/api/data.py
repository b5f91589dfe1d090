"""Operations on what a release says about itself: sources, files, issues, releases, definitions."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Query, Router

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api import overview_schemas as out
from wutong.portal.atlas.api import schemas
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import IssueParams
from wutong.portal.atlas.api.problems import NOT_FOUND, Problem
from wutong.portal.atlas.queries.data import files_of, issues_of, reasons_of, releases_kept, sources_of
from wutong.portal.atlas.queries.figures import measure_of
from wutong.portal.shared.catalogue import catalogue

router = Router()


@router.get("/sources", response=list[schemas.SourceOut], **said("sources"))
def sources(request: HttpRequest) -> list[schemas.SourceOut]:
    """Every source of the release."""
    titles = {code: schemas.Words.of(source.title) for code, source in catalogue().sources.items()}
    return [schemas.SourceOut(**asdict(one), title=titles.get(one.source_id)) for one in sources_of(current_release())]


@router.get("/files", response=list[schemas.FileOut], **said("files"))
def files(request: HttpRequest) -> list[schemas.FileOut]:
    """Every file of the release."""
    return [schemas.FileOut(**asdict(one)) for one in files_of(current_release())]


@router.get("/issues", response=schemas.IssuesOut, **said("issues"))
def issues(request: HttpRequest, params: Query[IssueParams]) -> schemas.IssuesOut:
    """One page of issues."""
    release = current_release()
    found = issues_of(release, params.source, params.reason, params.page)
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
    every = [(one, measure_of(one)) for one in catalogue().indicators.values()]
    return [
        out.IndicatorOut(**one.model_dump(mode="json"), told_by=list(measure.by_code) if measure else [])
        for one, measure in every
    ]


@router.get("/releases", response=list[schemas.ReleaseOut], **said("releases"))
def releases(request: HttpRequest) -> list[schemas.ReleaseOut]:
    """The releases that are kept."""
    return [schemas.ReleaseOut(**asdict(one)) for one in releases_kept()]


@router.get("/manifest", response=schemas.ManifestOut, **said("manifest"))
def manifest(request: HttpRequest) -> schemas.ManifestOut:
    """The manifest of the release that is served."""
    return schemas.ManifestOut(manifest=current_release().manifest.model_dump(mode="json"))


@router.get("/tables", response=list[schemas.TableOut], **said("tables"))
def tables(request: HttpRequest) -> list[schemas.TableOut]:
    """Every table of a release, as declared."""
    return [
        schemas.TableOut(
            name=table.name,
            title=schemas.Words.of(table.title),
            row=schemas.Words.of(table.row),
            key=list(table.key),
            columns=[
                schemas.ColumnOut(
                    name=column.name,
                    type=column.type,
                    unit=column.unit,
                    title=schemas.Words.of(column.title),
                    note=schemas.Words.of(column.note) if column.note else None,
                    nullable=column.nullable,
                )
                for column in table.columns
            ],
        )
        for table in catalogue().released.values()
    ]
