"""Rows as a file to take away, made while one waits. What takes long is asked for in the background instead."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.http import FileResponse

from wutong.portal.shared.spreadsheets.cells import Cell
from wutong.portal.shared.spreadsheets.writers import MEDIA, WRITERS


def file_answer(name: str, form: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """The rows under their header as `name`, in the format `form` (a key of WRITERS), as an attachment."""
    # Without a name on disk, so that it goes with the response.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{form}"
        with WRITERS[form](path, header) as writer:
            writer.write(rows)
        file.write(path.read_bytes())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA[form])
