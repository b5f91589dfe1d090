"""Invented hospitals: their standard names, and what people write for them."""

from dataclasses import dataclass

from pypinyin import lazy_pinyin

from wutong.catalog.demo_records import Hospitals
from wutong.catalog.divisions import Division, Divisions, stem_of
from wutong.demo.records.dice import Dice


@dataclass(frozen=True)
class Hospital:
    """A hospital that is nowhere. Province and city are real ones."""

    name_zh: str
    name_en: str
    province: str
    city: str
    local: str

    def as_written(self, declared: Hospitals, dice: Dice) -> str:
        """The name as a trial or a report might write it."""
        short = self.local
        for long, brief in declared.short.items():
            short = short.replace(long, brief)
        return dice.weighted(declared.written).text.format(name=self.name_zh, placeless=self.local, short=short)

    def as_said(self, declared: Hospitals, seed: int) -> list[str]:
        """A few spellings of the name, as a list of what people write holds them."""
        dice = Dice(seed, "said", self.name_zh)
        return [self.as_written(declared, dice) for _ in range(4)]


def found_hospitals(declared: Hospitals, divisions: Divisions, home: str, seed: int) -> list[Hospital]:
    """`declared.count` hospitals, a third in the city of the division `home` (if any), in order."""
    dice = Dice(seed, "hospitals")
    cities = divisions.of_level("city")
    near = tuple(row for row in cities if home and row.code.startswith(home[:4])) or cities
    found: dict[str, Hospital] = {}
    while len(found) < declared.count:
        city = dice.one(near if dice.chance(1 / 3) else cities)
        one = _hospital(declared, divisions, city, dice)
        found.setdefault(one.name_zh, one)
    return [found[name] for name in sorted(found)]


def _hospital(declared: Hospitals, divisions: Divisions, city: Division, dice: Dice) -> Hospital:
    pattern, proper, stem = dice.weighted(declared.patterns), dice.one(declared.proper), stem_of(city.name)
    english = pattern.en.format(City=_joined(stem), Proper=_joined(proper))
    name = pattern.zh.format(city=stem, proper=proper)
    province = divisions.by_code[f"{city.code[:2]}0000"].name
    return Hospital(name, english, province, city.name, name.removeprefix(stem))


def _joined(text: str) -> str:
    return "".join(lazy_pinyin(text)).capitalize()
