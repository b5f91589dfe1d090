"""Sources as declared in sources/<publisher>_<list>/source.yml: where data comes from and how to read it."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class SourceColumn(Declaration):
    """A column of the publisher. Either it maps to a field of ours, or it is ignored for a stated reason.

    What is personal is never kept, not even among the raw rows. A column that is not required may be absent from
    a file; its values are then null.
    """

    name: str
    aliases: tuple[str, ...] = ()
    maps_to: str | None = None
    ignored_because: Label | None = None
    is_personal: bool = False
    required: bool = True

    @model_validator(mode="after")
    def _is_used_or_ignored(self) -> Self:
        if (self.maps_to is None) == (self.ignored_because is None):
            raise ValueError(f"column {self.name}: give either maps_to or ignored_because")
        if self.is_personal and self.maps_to:
            raise ValueError(f"column {self.name}: what is personal cannot be mapped")
        return self

    @property
    def kept_as(self) -> str | None:
        """The name under which the raw rows keep it: our field, else the publisher's name; None if personal."""
        return None if self.is_personal else (self.maps_to or self.name)


class Assertions(Declaration):
    """What must hold of a source before its rows are published.

    `least_used_share` is of the rows read: a file of another shape gives rows too, and all of them are held back."""

    least_rows: int = 1
    most_rows: int | None = None
    least_used_share: float = 0.0
    least_valid_share: dict[str, float] = Field(default_factory=dict)


class Source(Declaration):
    """One published list. `standard` names what understands its fields: registrations, divisions, industries.

    Encoding and delimiter are found in the content unless given here. A cell longer than `cell_limit_bytes` (as
    UTF-8) is not believed, and its row is held back. Excel files are read from `sheet`, else from the first one.
    In JSON a column's name may be a path of keys, and `personal_keys` are left out wherever they stand. A JSON
    document is one list of rows, or has it at `rows_at`, with nothing around it but the keys `beside_rows`.
    Of a restricted source (trade secrets) readers see neither rows nor values, only sums that are withheld where few.
    """

    id: str
    title: Label
    publisher: Label
    licence: str | Label  # the name of a licence is the same in every language
    standard: str
    columns: tuple[SourceColumn, ...]
    nulls: tuple[str, ...] = ("",)
    has_header: bool = True
    encoding: Literal["utf-8", "gb18030"] | None = None
    delimiter: Literal[",", "\t", ";", "|"] | None = None
    sheet: str | None = None
    cell_limit_bytes: int = Field(default=262_144, ge=1)
    personal_keys: tuple[str, ...] = ()
    rows_at: str | None = None
    beside_rows: tuple[str, ...] = ()
    sensitivity: Literal["public", "restricted"] = "public"
    assertions: Assertions = Assertions()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        spelt = [name for column in self.columns for name in (column.name, *column.aliases)]
        kept = [column.kept_as for column in self.columns if column.kept_as]
        for names in (spelt, kept):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"given twice: {', '.join(twice)}")
        return self

    def fields(self) -> dict[str, str]:
        """Our field name to the publisher's column name, for the columns that are used."""
        return {column.maps_to: column.name for column in self.columns if column.maps_to}


def load_sources(folder: Path) -> dict[str, Source]:
    """Every source of sources/, by id."""
    sources = (read_declaration(path, Source) for path in sorted(folder.glob("*/source.yml")))
    return {source.id: source for source in sources}
