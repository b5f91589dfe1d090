"""Check what visitors ask and bring. A file is distrusted: its size, its shape and its contents are checked here."""

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError
from wutong.portal.atlas.release_reader import Product, Sheet, read_sheet
from wutong.portal.exports.models import Format
from wutong.portal.shared.language import reader_language

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 4_000
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
_NAMES = re.compile(r"^(申报)?产品(名称)?$|^名称$|^器械名称$|^product([ _]?name)?$|^name$|^device$", re.IGNORECASE)
_SAID = re.compile(r"描述|预期用途|适用范围|说明|description|intended|purpose", re.IGNORECASE)


class QuestionForm(forms.Form):
    """One product: what it is called, and what it is and does."""

    product = forms.CharField(
        label=_("Name of the product"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    description = forms.CharField(
        label=_("What it is made of, how it works and what it is for"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )


@dataclass(frozen=True, slots=True)
class Brought:
    """A checked file: its name, its whole table, and the products read from two of its columns."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    products: tuple[Product, ...]


class FileForm(forms.Form):
    """A file of products, the columns that tell of them where their heads do not say so, and the file wanted back."""

    file = forms.FileField(label=_("CSV or Excel file"), allow_empty_file=False)
    product_column = forms.CharField(label=_("Column of names"), max_length=100, required=False)
    description_column = forms.CharField(label=_("Column of descriptions"), max_length=100, required=False)
    format = forms.ChoiceField(label=_("File wanted back"), choices=[(Format.CSV, "CSV"), (Format.XLSX, "Excel")])

    def clean(self) -> dict[str, object]:
        """The file as a table, under `brought`."""
        cleaned: dict[str, object] = super().clean() or {}
        file = self.files.get("file")
        if file is not None and not self.errors:
            cleaned["brought"] = _brought(file, str(cleaned["product_column"]), str(cleaned["description_column"]))
        return cleaned


def _brought(file: "UploadedFile[bytes]", product: str, description: str) -> Brought:
    sheet = _sheet(file)
    named = _column(sheet, product, _NAMES)
    said = _column(sheet, description, _SAID)
    if named is None or (description and said is None):
        heads = ", ".join(sheet.header[:20])[:400]
        raise _refusal(
            gettext("Say which column holds the names of products. The file has: %(heads)s") % {"heads": heads}
        )
    if not sheet.rows:
        raise _refusal(gettext("The file has no rows."))
    if len(sheet.rows) > MOST_ROWS or len(sheet.header) > MOST_COLUMNS:
        raise _refusal(
            gettext("At most %(rows)s rows and %(columns)s columns can be answered at once; split the file.")
            % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    products = tuple(
        Product(row[named][:LONGEST_NAME], row[said][:LONGEST_DESCRIPTION] if said is not None else "")
        for row in sheet.rows
    )
    return Brought(Path(file.name or "").stem[:100], sheet.header, sheet.rows, products)


def _sheet(file: "UploadedFile[bytes]") -> Sheet:
    suffix = Path(file.name or "").suffix.lower()
    if suffix not in {".csv", ".tsv", ".xlsx"}:
        raise _refusal(gettext("Only CSV and Excel (.xlsx) files can be read."))
    if (file.size or 0) > MOST_BYTES:
        raise _refusal(gettext("The file is larger than 5 MB; split it."))
    content = file.read()
    if suffix == ".xlsx" and not _is_harmless(content):
        raise _refusal(gettext("This is no Excel file, or it is too large when unpacked."))
    if suffix != ".xlsx" and b"\0" in content:
        raise _refusal(gettext("This is no text file."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"products{suffix}"
        path.write_bytes(content)
        try:
            return read_sheet(path)
        except WutongError as error:
            raise _refusal(
                gettext("The file cannot be read. Save it as CSV in UTF-8 or as .xlsx, and try again.")
            ) from error


def _is_harmless(content: bytes) -> bool:
    """True for a package that does not unpack to much more than it weighs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return sum(one.file_size for one in package.infolist()) <= MOST_UNPACKED
    except zipfile.BadZipFile:
        return False


def _column(sheet: Sheet, asked: str, usual: re.Pattern[str]) -> int | None:
    """The place of the column that is asked for, or whose head says what it holds."""
    if asked:
        return sheet.header.index(asked.strip()) if asked.strip() in sheet.header else None
    return next((place for place, head in enumerate(sheet.header) if usual.search(head.strip())), None)


def _refusal(sentence: str) -> forms.ValidationError:
    return forms.ValidationError(sentence, code=reader_language())
