"""Classes of devices: what a question is answered, what a file brings back, and where each decision is from."""

import csv
import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from portal.conftest import LANGUAGES, forget
from portal.device_release import device_home
from wutong.kernel.home import Home
from wutong.portal.atlas.release_reader import OpenRelease, ReleaseReader
from wutong.portal.devices import access, forms, making, queries, words
from wutong.portal.devices.examples import EXAMPLES
from wutong.portal.devices.lists import CATALOGUE, DECISIONS, Asked
from wutong.portal.exports import runner
from wutong.portal.exports.models import Export, State
from wutong.warehouse.device_class.knowing import RISK_CLASSES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made when a test says so; the test's own transaction counts as committed."""
    monkeypatch.setattr(runner, "start", lambda: None)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    caches["shared"].clear()


@pytest.fixture
def devices(settings: Settings, tmp_path: Path) -> OpenRelease:
    """A release with a model; what visitors bring goes to a folder of the test."""
    settings.WUTONG_HOME = Home(device_home())
    forget()
    return ReleaseReader(Home(device_home())).current()


@pytest.fixture(autouse=True)
def aside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(access, "folder", lambda: tmp_path / "brought")
    return tmp_path / "brought"


@pytest.fixture
def asker(devices: OpenRelease, language: str) -> Client:
    client = Client()
    client.cookies["wutong_language"] = LANGUAGES[language]
    return client


def a_decision(release: OpenRelease, where: str = "group_code IS NOT NULL") -> dict[str, object]:
    found = release.query(f"SELECT * FROM device_decisions WHERE {where} ORDER BY row_number LIMIT 1")
    return dict(zip(found.columns, found.rows[0], strict=True))


def text_of(page: bytes) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.decode()))


def csv_file(rows: list[list[str]], name: str = "products.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return SimpleUploadedFile(name, held.getvalue().encode(encoding))


def test_a_product_that_was_decided_on_is_answered_with_that_decision(asker: Client, devices: OpenRelease) -> None:
    known = a_decision(devices)
    response = asker.post("/device-class/", {"product": known["product"], "description": known["description"]})
    assert response.status_code == 200
    told = response.context["told"]
    assert told.risk_class == known["risk_class"]
    assert told.codes[0].code == known["group_code"]
    assert told.decisions[0].product == known["product"]
    shown = text_of(response.content)
    assert words.risk_title(told.risk_class) in shown or known["risk_class"] in shown
    assert told.decisions[0].file_name in shown
    assert [one.share for one in told.codes] == sorted((one.share for one in told.codes), reverse=True)


def test_what_is_like_nothing_is_unsure_and_says_what_to_add(asker: Client) -> None:
    response = asker.post("/device-class/", {"product": "QX-9"})
    told = response.context["told"]
    assert not told.is_sure
    assert len(told.missing) == len(words.knowledge().aspects)
    assert told.is_far
    assert told.codes[0].share < 0.5
    assert all(one in text_of(response.content) for one in told.missing)


def test_what_a_description_tells_is_not_asked_for_again(devices: OpenRelease) -> None:
    cues = {cue for aspect in words.knowledge().aspects for cue in aspect.cues}
    assert cues <= {cue.code for cue in words.knowledge().cues}
    assert len(words.missing(("sterile", "active"))) == len(words.knowledge().aspects) - 2


def test_a_question_needs_a_name_and_is_in_no_address(asker: Client) -> None:
    response = asker.post("/device-class/", {"product": "", "description": "由主机组成"})
    assert response.status_code == 400
    assert 'id="product-fault"' in response.content.decode()
    assert asker.get("/device-class/?product=锤&description=叩诊").context.get("told") is None


def test_what_is_typed_is_written_as_text(asker: Client) -> None:
    page = asker.post("/device-class/", {"product": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page


def test_examples_fill_the_form_and_can_be_asked(asker: Client) -> None:
    for place, example in enumerate(EXAMPLES, start=1):
        page = asker.get(f"/device-class/?example={place}")
        assert page.context["form"].initial["product"] == example.product
    assert asker.get("/device-class/?example=99").context["form"].initial == {}


def test_too_many_questions_are_refused_for_a_while(asker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access.questions, "most", 2)
    answers = [asker.post("/device-class/", {"product": "锤"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_a_release_without_a_model_says_how_to_get_one(reader: Client) -> None:
    page = reader.get("/device-class/")
    assert page.status_code == 200
    assert "nmpa_device_decisions" in page.content.decode()
    assert reader.get("/device-class/catalogue/").status_code == 404
    assert reader.post("/device-class/file/", {}).status_code == 404


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_comes_back_with_answers(
    asker: Client, devices: OpenRelease, aside: Path, encoding: str, form: str
) -> None:
    known = a_decision(devices)
    rows = [
        ["编号", "产品名称", "产品描述"],
        ["=1+1", str(known["product"]), str(known["description"])],
        ["2", "QX-9", ""],
    ]
    response = asker.post("/device-class/file/", {"file": csv_file(rows, encoding=encoding), "format": form})
    assert response.status_code == 302
    export = Export.objects.get()
    assert access.brought_file(export.pk).is_file()
    assert runner.work() == 1
    export.refresh_from_db()
    assert (export.state, export.total_rows, export.error_code) == (State.DONE, 2, "")
    assert list(aside.iterdir()) == []
    body = b"".join(asker.get(f"/exports/{export.pk}/file/").streaming_content)
    found = read_back(body, form)
    assert found[0] == ["编号", "产品名称", "产品描述", *making.ADDED]
    assert found[1][3] == known["group_code"]
    assert found[1][6] == known["risk_class"]
    assert found[2][8] == "no"
    assert found[1][0] in ("'=1+1", "=1+1")  # as a text, whatever a spreadsheet would make of it


def read_back(body: bytes, form: str) -> list[list[str]]:
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def test_columns_may_be_named(asker: Client) -> None:
    rows = [["what", "it does"], ["锤", "叩诊"]]
    assert asker.post("/device-class/file/", {"file": csv_file(rows), "format": "csv"}).status_code == 400
    given = {"file": csv_file(rows), "format": "csv", "product_column": "what", "description_column": "it does"}
    assert asker.post("/device-class/file/", given).status_code == 302
    assert Export.objects.get().row_limit == 1


def packed(size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.csv", b"\x00\x01\x02\x03"),
        ("a.csv", "产品名称\n".encode()),
        ("a.xlsx", b"no package"),
        ("a.xlsx", packed(forms.MOST_UNPACKED + 1)),
        ("a.csv", b"a\n" + b"x" * forms.MOST_BYTES),
        ("a.csv", ("产品名称\n" + "锤\n" * (forms.MOST_ROWS + 1)).encode()),
        ("a.csv", b"other,columns\n1,2\n"),
    ],
)
def test_what_is_no_list_of_products_is_refused_in_words(asker: Client, name: str, content: bytes) -> None:
    given = {"file": SimpleUploadedFile(name, content), "format": "csv"}
    response = asker.post("/device-class/file/", given)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not Export.objects.exists()


def test_answers_belong_to_who_asked(asker: Client) -> None:
    rows = [["产品名称"], ["锤"]]
    asker.post("/device-class/file/", {"file": csv_file(rows), "format": "csv"})
    runner.work()
    assert Client().get(f"/exports/{Export.objects.get().pk}/file/").status_code == 404


def test_a_file_that_is_gone_fails_in_words(asker: Client) -> None:
    asker.post("/device-class/file/", {"file": csv_file([["产品名称"], ["锤"]]), "format": "csv"})
    access.brought_file(Export.objects.get().pk).unlink()
    runner.work()
    assert Export.objects.get().error_code == making.NothingBrought.code


@pytest.mark.parametrize("listing", [CATALOGUE, DECISIONS])
def test_every_choice_opens_to_as_many_as_it_says(devices: OpenRelease, listing: object) -> None:
    assert listing in (CATALOGUE, DECISIONS)
    found = queries.find(devices, listing, Asked())  # type: ignore[arg-type]
    table = "device_classes" if listing is CATALOGUE else "device_decisions"
    assert found.total == devices.manifest.row_counts[table]
    for facet, held in found.counts.items():
        for value, count in held:
            narrowed = queries.find(devices, listing, Asked(chosen=((facet, value),)))  # type: ignore[arg-type]
            assert narrowed.total == count, (facet, value)


def test_decisions_are_searched_sorted_and_taken_away(asker: Client, devices: OpenRelease) -> None:
    known = a_decision(devices)
    page = asker.get("/device-class/decisions/", {"q": known["product"], "sort": "product"})
    assert known["product"] in text_of(page.content)
    names = [row["product"] for row in page.context["rows"]]
    assert names == sorted(names)
    assert asker.get("/device-class/decisions/?q=%27+OR+1%3D1&risk_class=x&sort=;drop&page=zz").status_code == 200
    body = b"".join(asker.get("/device-class/decisions.csv", {"q": known["product"]}).streaming_content)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == page.context["found"].total + 1
    assert b"".join(asker.get("/device-class/catalogue.xlsx").streaming_content).startswith(b"PK")


def test_one_entry_and_one_decision_say_where_they_are_from(asker: Client, devices: OpenRelease) -> None:
    known = a_decision(devices)
    page = asker.get(f"/device-class/decisions/{known['file_id']}-{known['row_number']}/")
    assert known["description"] in text_of(page.content)
    (code,) = devices.query("SELECT code FROM device_classes ORDER BY code LIMIT 1").rows[0]
    assert asker.get(f"/device-class/catalogue/{code}/").status_code == 200
    assert asker.get("/device-class/catalogue/99-99-99/").status_code == 404
    assert asker.get("/device-class/decisions/nosuch-1/").status_code == 404


def test_the_api_answers_as_the_page_does(asker: Client, devices: OpenRelease) -> None:
    known = a_decision(devices)
    asked = {"product": known["product"], "description": known["description"]}
    told = json.loads(asker.get("/api/v1/device-class", asked).content)
    assert told["risk_class"] == known["risk_class"]
    assert told["codes"][0]["code"] == known["group_code"]
    assert told["decisions"][0]["row_number"] > 0
    assert asker.get("/api/v1/device-class", {"product": ""}).status_code in (400, 422)
    assert asker.get("/api/v1/device-class", {"product": "锤", "odd": "1"}).status_code in (400, 422)


def test_every_class_that_is_decided_has_words_in_both_languages() -> None:
    assert set(words.RISKS) == set(RISK_CLASSES)
