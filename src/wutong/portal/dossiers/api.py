"""The dossier through the API: its contents as JSON, or the file itself."""

import tempfile
from pathlib import Path as FilePath
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import EnterprisePath
from wutong.portal.dossiers.content.document import Bars, Cell, Dossier, Grid, Piece
from wutong.portal.dossiers.content.gathering import dossier_of
from wutong.portal.dossiers.making import write_file
from wutong.portal.shared.api.building import both
from wutong.portal.shared.api.limits import PerMinute
from wutong.portal.shared.api.problems import NOT_FOUND, Problem
from wutong.portal.shared.spreadsheets.writers import MEDIA

FILES_PER_MINUTE = 10

router = Router()
_DJANGO = {"zh": "zh-hans", "en": "en"}


class LanguageParams(Schema):
    """In which language."""

    language: Literal["zh", "en"] = Field("zh", description=both("文档语言", "Language of the dossier"))


class FileParams(LanguageParams):
    """Which file."""

    format: Literal["docx", "pdf"] = Field("pdf", description=both("文件格式", "Kind of file"))


class CellOut(Schema):
    """A text and the numbers of its notes."""

    text: str
    notes: list[int]


class PieceOut(Schema):
    """A table, a chart or a paragraph, by `kind`; a chart is a table of labels and values."""

    kind: Literal["table", "chart", "words"]
    title: str = ""
    heads: list[str] = []
    rows: list[list[CellOut]] = []
    remark: str = ""


class SectionOut(Schema):
    """One chapter."""

    code: str
    title: str
    pieces: list[PieceOut]


class NoteOut(Schema):
    """Where facts were read."""

    number: int
    source: str
    file_name: str
    row_number: int
    read_on: str
    digest: str


class DossierOut(Schema):
    """The whole dossier."""

    release: str
    enterprise_id: str
    title: str
    language: str
    cover: dict[str, str]
    cautions: list[str]
    sections: list[SectionOut]
    notes: list[NoteOut]


@router.get("/enterprises/{enterprise_id}/dossier", response=DossierOut, **said("dossier"))
def dossier(request: HttpRequest, path: Path[EnterprisePath], params: Query[LanguageParams]) -> DossierOut:
    """The contents of a dossier."""
    with override(_DJANGO[params.language]):
        found = dossier_of(current_release(), path.enterprise_id)
    if found is None:
        raise Problem(NOT_FOUND)
    return _told(found)


@router.get(
    "/enterprises/{enterprise_id}/dossier/file",
    throttle=[PerMinute(FILES_PER_MINUTE, "dossier")],
    **said("dossier_file"),
)
def dossier_file(request: HttpRequest, path: Path[EnterprisePath], params: Query[FileParams]) -> HttpResponse:
    """The dossier as a file."""
    release = current_release()
    with tempfile.TemporaryDirectory() as folder, override(_DJANGO[params.language]):
        file = FilePath(folder) / f"dossier.{params.format}"
        if dossier_of(release, path.enterprise_id) is None:
            raise Problem(NOT_FOUND)
        write_file(release, path.enterprise_id, params.format, file, lambda done, total: None)
        answer = HttpResponse(file.read_bytes(), content_type=MEDIA[params.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="dossier.{params.format}"'
    return answer


def _told(found: Dossier) -> DossierOut:
    return DossierOut(
        release=found.release.version,
        enterprise_id=found.subject_id,
        title=found.title,
        language=found.language,
        cover=dict(found.cover),
        cautions=list(found.cautions),
        sections=[
            SectionOut(code=one.code, title=one.title, pieces=[_piece(piece) for piece in one.pieces])
            for one in found.sections
        ],
        notes=[NoteOut.from_orm(one) for one in found.notes],
    )


def _piece(piece: Piece) -> PieceOut:
    if isinstance(piece, Grid):
        rows = [[_cell(cell) for cell in row] for row in piece.rows]
        return PieceOut(kind="table", title=piece.title, heads=list(piece.heads), rows=rows, remark=piece.remark)
    if isinstance(piece, Bars):
        drawn = [[_cell(Cell(bar.label)), _cell(Cell(f"{bar.value:.15g}"))] for bar in piece.bars]
        return PieceOut(kind="chart", title=piece.title, rows=drawn)
    return PieceOut(kind="words", rows=[[_cell(piece.cell)]])


def _cell(cell: Cell) -> CellOut:
    return CellOut(text=cell.text, notes=list(cell.notes))
