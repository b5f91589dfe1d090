"""Small tables as files to take away."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.http import HttpResponse

from wutong.portal.exports.queries import MEDIA
from wutong.portal.exports.writers import WRITERS
from wutong.portal.shared.cells import Cell


def csv_of(header: Sequence[str], lines: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    """CSV, as an attachment."""
    return _file("csv", header, lines, name)


def xlsx_of(header: Sequence[str], lines: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    """A sheet, as an attachment."""
    return _file("xlsx", header, lines, name)


def _file(form: str, header: Sequence[str], lines: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with WRITERS[form](path, header) as writer:
            writer.write(lines)
        body = path.read_bytes()
    answer = HttpResponse(body, content_type=MEDIA[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    return answer
