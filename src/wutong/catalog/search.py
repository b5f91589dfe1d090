"""How search is set up, as declared in catalog/search/: what makes a firm prominent, what counts, how it is read."""

from pathlib import Path

from pydantic import Field

from wutong.catalog.yaml_file import Declaration, read_declaration


class Form(Declaration):
    """A legal form: its codes, the words it is known by in a name, and how prominent it makes a firm (0 to 1)."""

    legal_forms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weight: float = Field(ge=0, le=1)


class Prominence(Declaration):
    """What makes a firm more prominent than a namesake. Shares add up; a branch keeps `branch_share` of its own."""

    form_share: float
    capital_share: float
    age_share: float
    core_share: float
    branch_share: float
    least_capital_cny: float
    most_capital_cny: float
    oldest_year: int
    newest_year: int
    forms: tuple[Form, ...]


class Weights(Declaration):
    """Points of a hit for each thing that speaks for or against it; see wutong.warehouse.search.finding.ranking."""

    whole_name: float
    whole_body: float
    whole_proper_name: float
    after_region: float
    at_start: float
    elsewhere: float
    first_block: float
    block: float
    gap: float
    tail: float
    common_tail: float
    joint_stock: float
    prominence: float
    branch: float
    typo: float
    near_name: float
    former: float
    english: float
    pinyin: float
    literal: float
    code: float
    whole_code: float


class Noise(Declaration):
    """Words that say little: put before or after a short name by markets, or common to most names."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    common: tuple[str, ...]
    endings: tuple[str, ...]
    latin: tuple[str, ...]


class Reading(Declaration):
    """A character with more than one reading in names: the usual one first."""

    letter: str = Field(min_length=1, max_length=1)
    readings: tuple[str, ...] = Field(min_length=1)


class Readings(Declaration):
    """Readings that differ from the dictionary's first."""

    letters: tuple[Reading, ...]


class Search(Declaration):
    """Everything declared about search."""

    prominence: Prominence
    weights: Weights
    noise: Noise
    readings: Readings


def load_search(folder: Path) -> Search:
    """The declarations of catalog/search/."""
    return Search(
        prominence=read_declaration(folder / "prominence.yml", Prominence),
        weights=read_declaration(folder / "weights.yml", Weights),
        noise=read_declaration(folder / "noise.yml", Noise),
        readings=read_declaration(folder / "readings.yml", Readings),
    )
