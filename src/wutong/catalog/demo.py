"""What the demo generator draws from, as declared in catalog/demo/: profiles, trades, words, mess.

Nothing is drawn here.
"""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from wutong.catalog.yaml_file import Declaration, Label, parse_declaration, read_declaration

Group = Literal["core", "related", "peripheral", "lookalike", "ordinary"]
GROUPS: tuple[Group, ...] = ("core", "related", "peripheral", "lookalike", "ordinary")


class Weighted(Declaration):
    """A wording and how often it is used among its siblings. Spaces at its ends are meant."""

    model_config = ConfigDict(str_strip_whitespace=False)

    text: str
    weight: float = Field(gt=0)


class Clause(Declaration):
    """Part of a business scope: items set into one of the frames at the mark “…”.

    `share` is the share of enterprises of the trade whose scope has the clause; `further` are the chain
    segments that it adds; `use` takes frames and items from the shared clause of that name.
    """

    share: float = Field(default=1.0, gt=0, le=1)
    use: str | None = None
    frames: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    least_items: int = Field(default=1, ge=1, le=5)
    most_items: int = Field(default=14, ge=1, le=20)
    further: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.use is None and not (self.frames and self.items):
            raise ValueError("give frames and items, or use a shared clause")
        if any(frame.count("…") != 1 for frame in self.frames):
            raise ValueError("a frame has the mark “…” once")
        if self.use is None and self.least_items > min(self.most_items, len(self.items)):
            raise ValueError("least_items is more than there can be")
        return self


class Trade(Declaration):
    """One kind of business: its place on the chain, the words of its names, and what its scopes say."""

    id: str
    title: Label
    weight: float = Field(gt=0)
    tier: Literal["core", "related", "peripheral", "none"]
    segment: str = "-"
    further: tuple[str, ...] = ()
    looks_biomedical: bool = False
    words: tuple[str, ...]
    forms: dict[str, float] = Field(default_factory=lambda: {"company": 1.0})
    branches: float = Field(default=0.03, ge=0, le=1)
    branch_marks: tuple[str, ...] = ()
    main: Clause
    also: tuple[Clause, ...] = Field(default=(), max_length=4)

    @property
    def group(self) -> Group:
        """Which of a profile's shares the trade belongs to."""
        if self.tier == "none":
            return "lookalike" if self.looks_biomedical else "ordinary"
        return self.tier

    @model_validator(mode="after")
    def _placed(self) -> Self:
        if (self.tier == "none") != (self.segment == "-"):
            raise ValueError("a segment is “-” exactly where the tier is none")
        return self


class Form(Declaration):
    """A legal form: how its names end, who registered it, how its kind and capital are written."""

    id: str
    title: Label
    suffixes: tuple[Weighted, ...]
    has_word: bool = True
    has_branches: bool = True
    registrar: str
    kinds: tuple[Weighted, ...]
    kind_missing: float
    capital_missing: float
    capital_factor: float = 1.0


class Spelling(Declaration):
    """One way to write capital. `{amount}` is where the number stands; unit is what one of it is worth."""

    text: str
    weight: float = Field(gt=0)
    currency: str
    unit: int = 10_000
    grouped: bool = False
    decimals: int = 0


class Capital(Declaration):
    """Amounts and their spellings. `odd_share` of amounts are drawn at random instead of from the list."""

    amounts: tuple[float, ...]
    weights: tuple[float, ...]
    odd_share: float
    fraction_share: float
    zero_share: float
    spellings: tuple[Spelling, ...]
    unreadable: tuple[str, ...]


class Mess(Declaration):
    """One kind of disorder, with the share of rows (or values) it strikes in each profile."""

    id: str
    title: Label
    shares: dict[str, float]


class Years(Declaration):
    """Registrations a year, relative, from this year to the one before the next entry."""

    since: int
    weight: float


class Spot(Declaration):
    """A place of a demonstrated cluster: a district, its share of all enterprises, addresses inside it."""

    division: str
    share: float = Field(gt=0, lt=1)
    shares: dict[Group, float]
    addresses: tuple[str, ...]


class Profile(Declaration):
    """A make-up of register: how much of each group, when, where, and how densely."""

    id: str
    title: Label
    source: Label
    shares: dict[Group, float]
    years: tuple[Years, ...]
    last_day: date
    least_rows_per_file: int
    province_factors: dict[str, float] = Field(default_factory=dict)
    clusters: dict[str, tuple[Spot, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        spots = [spot for cluster in self.clusters.values() for spot in cluster]
        for shares in [self.shares, *(spot.shares for spot in spots)]:
            if set(shares) != set(GROUPS) or abs(sum(shares.values()) - 1) > 1e-6:
                raise ValueError(f"shares must name {', '.join(GROUPS)} and sum to 1")
        return self


class Province(Declaration):
    """A province's weight in the nation, and cities that hold more than their number of counties suggests."""

    code: str
    name: str
    weight: float
    cities: dict[str, float] = Field(default_factory=dict)


class Names(Declaration):
    """What names are made of. Characters are combined into proper names that nobody bears by design."""

    model_config = ConfigDict(str_strip_whitespace=False)

    first_characters: str
    last_characters: str
    third_characters: str
    avoid: tuple[str, ...]
    region_patterns: tuple[Weighted, ...]
    former_name_notes: tuple[str, ...]
    branch_marks: tuple[str, ...]
    ordinals: tuple[str, ...]
    surnames: str
    foreign_initials: str


class Addresses(Declaration):
    """What addresses are made of, and how much of the place is written before the street."""

    heads: tuple[Weighted, ...]
    bodies: tuple[Weighted, ...]
    roads: tuple[str, ...]
    road_characters: str
    road_suffixes: tuple[str, ...]
    town_suffixes: tuple[str, ...]
    village_suffixes: tuple[str, ...]
    parks: tuple[str, ...]
    buildings: tuple[str, ...]
    peoples: tuple[str, ...]


class Clauses(Declaration):
    """Clauses that many trades share, and the phrases with which scopes open and close.

    `general` clauses are added by any trade outside biomedicine's core and related tiers.
    """

    shared: dict[str, Clause]
    general: tuple[Clause, ...] = Field(max_length=3)
    openings: tuple[Weighted, ...]
    closings: tuple[Weighted, ...]
    joints: tuple[Weighted, ...]
    separators: tuple[Weighted, ...]
    item_counts: tuple[float, ...]


class _Trades(Declaration):
    trades: tuple[Trade, ...]


class _Forms(Declaration):
    forms: tuple[Form, ...]


class _Messes(Declaration):
    mess: tuple[Mess, ...]


class _Provinces(Declaration):
    provinces: tuple[Province, ...]


class Demo(Declaration):
    """Everything under catalog/demo/, checked against itself."""

    profiles: dict[str, Profile]
    trades: tuple[Trade, ...]
    forms: tuple[Form, ...]
    provinces: tuple[Province, ...]
    names: Names
    addresses: Addresses
    clauses: Clauses
    capital: Capital
    mess: tuple[Mess, ...]

    @model_validator(mode="after")
    def _linked(self) -> Self:
        forms = {form.id for form in self.forms}
        for trade in self.trades:
            for clause in (trade.main, *trade.also, *self.clauses.general):
                if clause.use is not None and clause.use not in self.clauses.shared:
                    raise ValueError(f"{trade.id} uses the unknown clause {clause.use}")
            if set(trade.forms) - forms:
                raise ValueError(f"{trade.id} has an unknown form")
        if len({trade.id for trade in self.trades}) < len(self.trades):
            raise ValueError("two trades share an id")
        return self

    @cached_property
    def mess_shares(self) -> dict[tuple[str, str], float]:
        """(mess id, profile id) to share."""
        return {(mess.id, profile): share for mess in self.mess for profile, share in mess.shares.items()}


def load_demo(folder: Path) -> Demo:
    """The declarations of catalog/demo/."""
    files = sorted((folder / "trades").glob("*.yml"))
    profiles = (read_declaration(path, Profile) for path in sorted((folder / "profiles").glob("*.yml")))
    parts = {
        "profiles": {profile.id: profile for profile in profiles},
        "trades": tuple(trade for path in files for trade in read_declaration(path, _Trades).trades),
        "forms": read_declaration(folder / "forms.yml", _Forms).forms,
        "provinces": read_declaration(folder / "provinces.yml", _Provinces).provinces,
        "names": read_declaration(folder / "names.yml", Names),
        "addresses": read_declaration(folder / "addresses.yml", Addresses),
        "clauses": read_declaration(folder / "clauses.yml", Clauses),
        "capital": read_declaration(folder / "capital.yml", Capital),
        "mess": read_declaration(folder / "mess.yml", _Messes).mess,
    }
    return parse_declaration(parts, Demo, folder)
