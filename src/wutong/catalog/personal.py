"""What the portal keeps of people, as declared in catalog/personal/: table by table, whether it goes when they ask for
it, and why it stays where it does. Nothing is read from a database here.
"""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from wutong.catalog.flows import Basis, Code
from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Fate(StrEnum):
    """What becomes of a row, or of a field of it, when somebody it tells of is erased."""

    STAYS = "stays"
    EMPTIED = "emptied"
    DELETED = "deleted"
    BY_APP = "by_app"  # the app that keeps it sees to it, and says which rows stay: files on disk, drafts


class Part(Declaration):
    """One way in which a table names somebody: `field` holds their number (or is a reference to them).

    `own` is the name of this part in the file of one's own data, and `told` what it tells of each row; `going` is what
    people call those of its rows that go, where others stay. `duties` are those that its rows can show: what is to be
    handed over first. `written` are fields that hold their name in words beside
    the number, `cleared` what they wrote of themselves and what goes.
    """

    field: str
    fate: Fate
    ground: Code = ""
    own: Code
    told: tuple[str, ...] = Field(min_length=1)
    going: Label | None = None
    duties: tuple[Code, ...] = ()
    written: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()


class Kept(Declaration):
    """One table, every field of it that could hold something of a person, and where that goes.

    Besides its `parts`: `matched` hold a name in words and nothing that says whose, `inside` are such names within JSON
    by field, `texts` are free words that stay on `ground`, `replaced` are written anew by the portal's own code,
    `codes` hold nothing of a person.
    """

    model: str
    label: Label
    parts: tuple[Part, ...] = ()
    matched: tuple[str, ...] = ()
    inside: dict[str, tuple[str, ...]] = {}
    texts: tuple[str, ...] = ()
    ground: Code = ""
    replaced: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def classified(self) -> tuple[str, ...]:
        """Every field that is declared here, as often as it is."""
        parts = [name for part in self.parts for name in (part.field, *part.written, *part.cleared)]
        return (*parts, *self.matched, *self.inside, *self.texts, *self.replaced, *self.codes)

    @model_validator(mode="after")
    def _each_field_once(self) -> Self:
        named = set(self.classified)
        twice = {name for name in named if self.classified.count(name) > 1}
        if twice:
            raise ValueError(f"{self.model}: declared twice: {', '.join(sorted(twice))}")
        if self.texts and not self.ground:
            raise ValueError(f"{self.model}: words that stay need a ground")
        staying = {Fate.STAYS, Fate.BY_APP}
        bare = [part.field for part in self.parts if (part.fate in staying) != bool(part.ground)]
        if bare:
            raise ValueError(f"{self.model}: what stays has a ground, and nothing else has: {', '.join(bare)}")
        return self


class Grace(Declaration):
    """For how many days somebody can take back that they asked to be erased."""

    days: int = Field(ge=1, le=60)
    basis: Basis


class Ground(Declaration):
    """Why something stays although its person asked for it to go."""

    code: Code
    title: Label
    basis: Basis


class Duty(Declaration):
    """What somebody hands over before they are erased: what it is, and how to hand it over."""

    code: Code
    title: Label
    how: Label
    basis: Basis


class Rules(Declaration):
    """The grace, every duty in the order in which it is told, and every ground."""

    grace: Grace
    duties: tuple[Duty, ...]
    grounds: tuple[Ground, ...]


class _Tables(Declaration):
    tables: tuple[Kept, ...]


class Personal(Declaration):
    """Everything declared about data of people. Tables are in the order of their files' names."""

    grace: Grace
    duties: dict[str, Duty]
    grounds: dict[str, Ground]
    tables: dict[str, Kept]

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        asked = {part.ground for table in self.tables.values() for part in table.parts}
        unknown = (asked | {table.ground for table in self.tables.values()}) - {"", *self.grounds}
        if unknown:
            raise ValueError(f"grounds that nobody declares: {', '.join(sorted(unknown))}")
        shown = {code for table in self.tables.values() for part in table.parts for code in part.duties}
        if odd := shown ^ set(self.duties):
            raise ValueError(f"duties that no table shows, or that nobody declares: {', '.join(sorted(odd))}")
        own = [part.own for table in self.tables.values() for part in table.parts]
        if len(own) != len(set(own)):
            raise ValueError("two parts of one's own data have one name")
        return self


def load_personal(folder: Path) -> Personal:
    """All of `folder`: rules.yml, and one file of tables for each app."""
    rules = read_declaration(folder / "rules.yml", Rules)
    files = sorted(path for path in folder.glob("*.yml") if path.name != "rules.yml")
    tables = [table for path in files for table in read_declaration(path, _Tables).tables]
    return Personal(
        grace=rules.grace,
        duties={duty.code: duty for duty in rules.duties},
        grounds={ground.code: ground for ground in rules.grounds},
        tables={table.model: table for table in tables},
    )
