"""What invented records are drawn from (catalog/demo/records/): products, trials, money, hospitals, devices.

Nothing is drawn here.
"""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from wutong.catalog.yaml_file import Declaration, read_declaration


class Wording(Declaration):
    """A wording and how often it is used among its siblings. Spaces at its ends are meant."""

    model_config = ConfigDict(str_strip_whitespace=False)

    text: str
    weight: float = Field(gt=0)


class English(Declaration):
    """How a Chinese name is taken apart and written in English, and what Chinese registers make of it."""

    forms: tuple[str, ...]
    trades: dict[str, tuple[str, ...]]
    writings: tuple[Wording, ...]
    chinese: tuple[Wording, ...]


class DrugKind(Declaration):
    """A kind of product: the letter of its numbers, and its name around the invented stem."""

    code: str
    letter: Literal["H", "S", "Z"]
    zh: str
    en: str
    weight: float = Field(gt=0)


class Stage(Declaration):
    """How far a product has come, and how often."""

    code: Literal["application", "phase_1", "phase_2", "phase_3", "submitted", "approved"]
    weight: float = Field(gt=0)


class Indication(Declaration):
    """A disease in both languages, and the area under which lists of drugs file it."""

    zh: str
    en: str
    area: str


class Products(Declaration):
    """Which firms develop what, and how names of products are made."""

    first_syllables: tuple[str, ...]
    next_syllables: tuple[str, ...]
    english: dict[str, str]
    kinds: tuple[DrugKind, ...]
    makes: dict[str, tuple[str, ...]]
    share_with_pipeline: float = Field(gt=0, le=1)
    products: dict[int, float]
    stages: tuple[Stage, ...]
    indications: tuple[Indication, ...]


class Phase(Declaration):
    """A phase of trials: how registers call it, least and most subjects, the usual number of sites."""

    stage: str
    code: str
    zh: str
    en: str
    least: int
    most: int
    sites: int


class Status(Declaration):
    """A state of a trial in the words of both registers."""

    zh: str
    en: str
    weight: float = Field(gt=0)


class Statuses(Declaration):
    """States of trials that are over, and of trials under way."""

    ended: tuple[Status, ...]
    running: tuple[Status, ...]


class Trials(Declaration):
    """Days, phases, states and disorder of invented trials; shares are of all trials."""

    first_day: date
    last_day: date
    phases: tuple[Phase, ...]
    statuses: Statuses
    also_abroad: float
    jointly_sponsored: float
    second_indication: float
    without_start: float
    hospital_led: int
    impossible_dates: tuple[str, ...]


class Round(Declaration):
    """A round of financing; least and most in ten thousand CNY."""

    text: str
    least: int
    most: int


class Money(Declaration):
    """Rounds of financing and listed companies."""

    share_with_rounds: float
    founded_since: int
    rounds: tuple[Round, ...]
    amounts: tuple[Wording, ...]
    investors: tuple[str, ...]
    written: tuple[Wording, ...]
    listed: int
    listed_capital_cny: float
    first_code: int
    years: tuple[int, ...]


class HospitalPattern(Declaration):
    """How a hospital's standard name is put together, in both languages."""

    zh: str
    en: str
    weight: float = Field(gt=0)


class Hospitals(Declaration):
    """Invented hospitals and what people write for them."""

    proper: tuple[str, ...]
    count: int
    patterns: tuple[HospitalPattern, ...]
    written: tuple[Wording, ...]
    short: dict[str, str]


class DeviceEntry(Declaration):
    """An entry of the invented classification, with words for its decisions."""

    code: str
    name: str
    risk: Literal["I", "II", "III"] = Field(alias="class")
    uses: tuple[str, ...]
    heads: tuple[str, ...]


class DeviceCategory(Declaration):
    """A first-level group of the invented classification."""

    code: str
    title: str
    entries: tuple[DeviceEntry, ...]


class OtherProduct(Declaration):
    """Products that decisions say are no devices."""

    risk: str = Field(alias="class")
    uses: tuple[str, ...]
    heads: tuple[str, ...]


class Devices(Declaration):
    """The invented classification of devices, and what decisions on it are made of."""

    categories: tuple[DeviceCategory, ...]
    others: tuple[OtherProduct, ...]
    materials: tuple[str, ...]
    prefixes: tuple[str, ...]
    supplies: tuple[str, ...]
    decisions: int
    years: tuple[str, ...]
    against_rule: float


class PlatformKind(Declaration):
    """A class of platforms: how many there are, how many of them national, the level of the others."""

    kind: str = Field(alias="class")
    name: str
    count: int
    national: int
    level: str


class EventKind(Declaration):
    """A kind of event and to how many firms it happens."""

    event: str
    count: int


class Supplied(Declaration):
    """Lists that a district keeps itself."""

    platforms: tuple[PlatformKind, ...]
    topics: tuple[str, ...]
    monitored: int
    monitored_years: tuple[int, ...]
    events: tuple[EventKind, ...]
    first_event: date


class DemoRecords(Declaration):
    """All of catalog/demo/records/."""

    english: English
    products: Products
    trials: Trials
    money: Money
    hospitals: Hospitals
    devices: Devices
    supplied: Supplied


def load_demo_records(folder: Path) -> DemoRecords:
    """Read the declarations of `folder`; raises what reading a declaration raises."""
    return DemoRecords(
        english=read_declaration(folder / "english.yml", English),
        products=read_declaration(folder / "products.yml", Products),
        trials=read_declaration(folder / "trials.yml", Trials),
        money=read_declaration(folder / "money.yml", Money),
        hospitals=read_declaration(folder / "hospitals.yml", Hospitals),
        devices=read_declaration(folder / "devices.yml", Devices),
        supplied=read_declaration(folder / "supplied.yml", Supplied),
    )
