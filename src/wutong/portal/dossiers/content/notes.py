"""Numbers the rows that facts were read from, in the order in which they are first pointed at."""

from wutong.portal.atlas.queries.portraits.origins import Origin, RowKey
from wutong.portal.atlas.templatetags.atlas import source as source_title
from wutong.portal.dossiers.content.document import Cell, Note
from wutong.portal.shared.templatetags.wutong import day


class Notes:
    """The notes of one dossier. A row is one note, however many facts point at it."""

    def __init__(self) -> None:
        self._found: dict[RowKey, Note] = {}

    def cell(self, text: str, *origins: Origin) -> Cell:
        """`text` with a mark for each row that tells it."""
        return Cell(text, tuple(dict.fromkeys(self._number(origin) for origin in origins)))

    def _number(self, origin: Origin) -> int:
        key = (origin.file_id, origin.row_number)
        if key not in self._found:
            self._found[key] = Note(
                number=len(self._found) + 1,
                source=source_title(origin.source_id),
                file_name=origin.file_name,
                row_number=origin.row_number,
                read_on=day(origin.read_at),
                digest=origin.sha256[:16],
            )
        return self._found[key].number

    @property
    def all(self) -> tuple[Note, ...]:
        """Every note, by number."""
        return tuple(self._found.values())
