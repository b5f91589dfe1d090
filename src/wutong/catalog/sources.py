"""Sources as declared in sources/<publisher>_<list>/source.yml: where data comes from and how to read it."""

from pathlib import Path

from pydantic import Field

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class SourceColumn(Declaration):
    """A column of the publisher. Either it maps to a field of ours, or it is ignored for a stated reason."""

    name: str
    aliases: tuple[str, ...] = ()
    maps_to: str | None = None
    ignored_because: Label | None = None
    required: bool = True


class Assertions(Declaration):
    """What must hold of a source before its rows are published."""

    least_rows: int = 1
    most_rows: int | None = None
    least_valid_share: dict[str, float] = Field(default_factory=dict)


class Source(Declaration):
    """One published list. `standard` names the standardizer that understands its fields."""

    id: str
    title: Label
    publisher: Label
    licence: str
    standard: str
    columns: tuple[SourceColumn, ...]
    nulls: tuple[str, ...] = ("",)
    has_header: bool = True
    assertions: Assertions = Assertions()

    def fields(self) -> dict[str, str]:
        """Our field name to the publisher's column name, for the columns that are used."""
        return {column.maps_to: column.name for column in self.columns if column.maps_to}


def load_sources(folder: Path) -> dict[str, Source]:
    """Every source of sources/, by id."""
    sources = (read_declaration(path, Source) for path in sorted(folder.glob("*/source.yml")))
    return {source.id: source for source in sources}
