"""Dossiers: everything a portrait says, in two formats and two languages, read back from the files."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django import Settings

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.dossiers.command import SeveralMeant, make
from wutong.portal.dossiers.content.document import Bar, Bars, Cell, Dossier, Grid, Section, Words
from wutong.portal.dossiers.content.gathering import dossier_of
from wutong.portal.dossiers.making import NoSuchEnterprise, write_file
from wutong.portal.dossiers.writers import docx, pdf
from wutong.portal.exports import runner
from wutong.portal.exports.models import Export, Format, Kind, State
from wutong.portal.shared.printing.fonts import FontMissing, regular
from wutong.portal.shared.printing.lines import wrapped

DJANGO = {"zh": "zh-hans", "en": "en"}
CODES = ("identity", "chain", "place", "timeline", "registrations")


@pytest.fixture
def needs_font() -> None:
    try:
        regular()
    except FontMissing:
        pytest.skip("the front-end libraries are not installed; run make setup")


@pytest.fixture
def subject(release: OpenRelease) -> str:
    """A core enterprise of two registrations, so that much is said of it."""
    sql = "SELECT enterprise_id FROM enterprises WHERE tier = 'core' ORDER BY record_count DESC, enterprise_id LIMIT 1"
    return str(release.query(sql).rows[0][0])


def written(subject: str, language: str, form: str, folder: Path) -> tuple[Dossier, Path]:
    path = folder / f"dossier.{form}"
    with override(DJANGO[language]):
        return write_file(current_release(), subject, form, path, lambda done, total: None), path


def in_pdf(path: Path) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def in_docx(path: Path) -> str:
    paper = Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s+", "", "".join([*(one.text for one in paper.paragraphs), *cells]))


def said(dossier: Dossier) -> list[str]:
    """Every text of a dossier."""
    texts = [dossier.title, dossier.subtitle, *dossier.cautions, *(part for line in dossier.cover for part in line)]
    for section in dossier.sections:
        texts.append(section.title)
        for piece in section.pieces:
            if isinstance(piece, Grid):
                texts += [piece.title, piece.remark, *piece.heads, *(cell.said for row in piece.rows for cell in row)]
            elif isinstance(piece, Words):
                texts.append(piece.cell.said)
    return [re.sub(r"\s+", "", text) for text in texts]


@pytest.mark.usefixtures("needs_font")
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_file_says_everything(subject: str, language: str, form: str, tmp_path: Path) -> None:
    dossier, path = written(subject, language, form, tmp_path)
    text = {"pdf": in_pdf, "docx": in_docx}[form](path)
    assert [one for one in said(dossier) if one not in text and not _is_broken_over_pages(one, text)] == []
    for note in dossier.notes:
        assert f"[{note.number}]" in text


def _is_broken_over_pages(wanted: str, text: str) -> bool:
    """The foot of a page may stand within a long text."""
    half = len(wanted) // 2
    return half > 20 and wanted[: half // 2] in text and wanted[-half // 2 :] in text


def test_every_fact_has_its_source(release: OpenRelease, subject: str, language: str) -> None:
    with override(DJANGO[language]):
        dossier = dossier_of(release, subject)
    assert dossier is not None
    assert {one.code for one in dossier.sections} >= set(CODES)
    pointed = {
        number
        for section in dossier.sections
        for piece in section.pieces
        if isinstance(piece, Grid)
        for row in piece.rows
        for cell in row
        for number in cell.notes
    }
    assert pointed == {note.number for note in dossier.notes}
    assert [note.number for note in dossier.notes] == list(range(1, len(dossier.notes) + 1))
    for section in dossier.sections:
        if section.code in {"identity", "place", "chain"}:
            grid = section.pieces[0]
            assert isinstance(grid, Grid)
            assert all(row[1].notes for row in grid.rows), section.code
    files = dict(release.query("SELECT file_id, name FROM files").rows)
    origin = release.query("SELECT file_id, row_number FROM enterprises WHERE enterprise_id = ?", (subject,)).rows[0]
    assert (files[origin[0]], origin[1]) in {(note.file_name, note.row_number) for note in dossier.notes}


@pytest.mark.usefixtures("needs_font")
def test_chinese_is_seen_in_a_pdf(subject: str, tmp_path: Path, language: str) -> None:
    dossier, path = written(subject, language, "pdf", tmp_path)
    reader = PdfReader(path)
    assert reader.metadata is not None
    assert dossier.title in str(reader.metadata.title)
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    assert all("/FontFile2" in font for font in fonts), "a font that is not embedded shows nothing elsewhere"
    last = len(reader.pages)
    assert re.search(rf"{last}\D+{last}", reader.pages[-1].extract_text())
    drawing = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(drawing)):
            picture = drawing[number].render(scale=0.5, grayscale=True).to_pil()
            dark = sum(picture.histogram()[:128])
            assert dark > 300, f"page {number + 1} is empty"
    finally:
        drawing.close()


@pytest.mark.usefixtures("needs_font")
def test_heads_of_a_long_table_are_repeated(tmp_path: Path, release: OpenRelease, subject: str) -> None:
    with override("en"):
        dossier = dossier_of(release, subject)
        assert dossier is not None
        rows = tuple((Cell(f"第 {number} 行", (1,)), Cell("value")) for number in range(150))
        bars = Bars("Bars", (Bar("2019", 3.0, "3"), Bar("2020 年", 12.0, "12"), Bar("—", 0.0, "0")))
        long = Section("long", "Long", (bars, Grid(("Headed", "Value"), rows, (0.6, 0.4)), Words(Cell("汉字" * 900))))
        whole = Dossier(
            **{
                **{name: getattr(dossier, name) for name in Dossier.__slots__},
                "sections": (long,),
            }
        )
        pdf.write(whole, tmp_path / "long.pdf", lambda done, total: None)
        docx.write(whole, tmp_path / "long.docx", lambda done, total: None)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "long.pdf").pages]
    with_rows = [page for page in pages if re.search("第 ?[0-9]+ ?行", page)]
    assert len(with_rows) > 2
    assert all("Headed" in page for page in with_rows)
    paper = Document(str(tmp_path / "long.docx"))
    marked = [table for table in paper.tables if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(marked) == 2
    assert len(paper.inline_shapes) == 1
    assert "2020 年: 12" in paper.inline_shapes[0]._inline.docPr.get("descr")
    foot = paper.sections[0].footer._element.xml
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


CHARACTERS = st.text(alphabet="梧桐生物，。（）“” ab1.-%\n", max_size=80)


@given(text=CHARACTERS, most=st.integers(min_value=1, max_value=30))
def test_lines_hold_the_whole_text_and_fit(text: str, most: int) -> None:
    lines = wrapped(text, most, lambda part: float(len(part)))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= most for line in lines)


def test_no_line_begins_with_what_closes() -> None:
    lines = wrapped("研发，生产。销售（除药品）；服务", 3, lambda part: float(len(part)))
    assert lines == ["研发，", "生产。", "销售", "（除药", "品）；", "服务"]


@pytest.mark.django_db
class TestAsking:
    """On its page and by the API."""

    @pytest.fixture(autouse=True)
    def by_hand(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runner, "start", lambda: None)
        monkeypatch.setattr(transaction, "on_commit", lambda act: act())

    @pytest.mark.usefixtures("needs_font")
    @pytest.mark.parametrize("form", ["pdf", "docx"])
    def test_it_is_made_in_the_background_for_whoever_asked(
        self, reader: Client, subject: str, language: str, form: str
    ) -> None:
        answer = reader.post(f"/dossiers/{subject}/", {"format": form, "language": language})
        assert answer.status_code == 302
        export = Export.objects.get()
        assert (export.kind, export.subject, export.state) == (Kind.DOSSIER, subject, State.WAITING)
        assert runner.work() == 1
        export.refresh_from_db()
        assert (export.state, export.done_rows, export.total_rows) == (State.DONE, 100, 100)
        assert export.title in reader.get("/exports/").content.decode()
        file = reader.get(f"/exports/{export.pk}/file/")
        assert file.headers["Content-Disposition"].startswith("attachment")
        body = b"".join(file.streaming_content)
        assert body.startswith(b"%PDF" if form == "pdf" else b"PK")
        assert Client().get(f"/exports/{export.pk}/file/").status_code == 404

    def test_its_page_says_what_it_holds(self, reader: Client, subject: str, language: str) -> None:
        page = reader.get(f"/dossiers/{subject}/").content.decode()
        assert {"zh": "档案", "en": "Dossier"}[language] in page
        assert f'href="/dossiers/{subject}/"' in reader.get(f"/enterprises/{subject}/").content.decode()

    def test_there_is_none_of_nobody(self, reader: Client) -> None:
        for code in ("cn-nobody", "x" * 200):
            assert reader.get(f"/dossiers/{code}/").status_code == 404
            assert reader.get(f"/api/v1/enterprises/{code}/dossier").status_code in {404, 422}
        assert reader.post("/dossiers/cn-nobody/", {"format": "pdf", "language": "zh"}).status_code == 404
        assert not Export.objects.exists()

    @pytest.mark.parametrize("odd", [{"format": "exe", "language": "zh"}, {"format": "pdf", "language": "fr"}, {}])
    def test_odd_wishes_are_refused(self, reader: Client, subject: str, odd: dict[str, str]) -> None:
        assert reader.post(f"/dossiers/{subject}/", odd).status_code in {200, 400}
        assert not Export.objects.exists()

    def test_no_more_than_a_few_are_made_at_once(self, reader: Client, subject: str) -> None:
        wish = {"format": "pdf", "language": "zh"}
        answers = [reader.post(f"/dossiers/{subject}/", wish).status_code for _ in range(4)]
        assert answers == [302, 302, 302, 400]

    def test_the_database_keeps_kinds_and_formats_apart(self, reader: Client, subject: str) -> None:
        reader.post(f"/dossiers/{subject}/", {"format": "pdf", "language": "zh"})
        with pytest.raises(IntegrityError), transaction.atomic():
            Export.objects.update(format=Format.CSV)

    def test_the_api_tells_its_contents(self, reader: Client, subject: str, language: str) -> None:
        told = reader.get(f"/api/v1/enterprises/{subject}/dossier?language={language}").json()
        assert [one["code"] for one in told["sections"]][:3] == ["identity", "chain", "place"]
        assert told["notes"][0]["row_number"] > 0
        assert told["sections"][0]["title"] == {"zh": "基本身份", "en": "Identity"}[language]

    @pytest.mark.usefixtures("needs_font")
    def test_the_api_gives_the_file(self, reader: Client, subject: str) -> None:
        answer = reader.get(f"/api/v1/enterprises/{subject}/dossier/file?format=docx&language=en")
        assert Document(io.BytesIO(answer.content)).paragraphs

    def test_a_missing_font_says_how_to_mend_it(
        self, reader: Client, subject: str, settings: Settings, tmp_path: Path
    ) -> None:
        settings.FRONTEND_ROOT = tmp_path
        reader.post(f"/dossiers/{subject}/", {"format": "pdf", "language": "zh"})
        runner.work()
        export = Export.objects.get()
        assert (export.state, export.error_code) == (State.FAILED, "dossier.font_missing")
        assert reader.get(f"/api/v1/enterprises/{subject}/dossier/file").status_code == 503


@pytest.mark.usefixtures("needs_font")
def test_the_command_takes_codes_and_full_names(release: OpenRelease, subject: str, tmp_path: Path) -> None:
    sql = "SELECT credit_code, name_zh FROM enterprises WHERE enterprise_id = ?"
    code, name = release.query(sql, (subject,)).rows[0]
    for number, asked in enumerate((subject, code)):
        made = make(asked=asked, language="en", format_="docx", out=tmp_path / f"{number}.docx")
        assert made.name == name
        assert made.path.stat().st_size > 10_000


def test_the_command_asks_back_where_a_name_is_not_whole(release: OpenRelease, tmp_path: Path) -> None:
    name = release.query("SELECT proper_name FROM enterprises WHERE tier = 'core' LIMIT 1").rows[0][0]
    with pytest.raises(SeveralMeant):
        make(asked=name, language="zh", format_="pdf", out=tmp_path / "x.pdf")
    with pytest.raises(NoSuchEnterprise):
        make(asked="qqqqqqqqqqqqqqqqqqqqq", language="zh", format_="pdf", out=tmp_path / "x.pdf")
