"""What a model knows: decisions on products, and names that the catalogue or our declarations list under a code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wutong.catalog.device_class import DeviceKnowledge, Group
from wutong.warehouse.device_class.grams import Floats
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.reference.devices import DeviceClass, DeviceDecision

RISK_CLASSES = ("一类", "二类", "三类", "不作为", "不单独作为", "药械组合", "分情形")


@dataclass(frozen=True, slots=True)
class Listed:
    """A name that stands under a code. `entry_code` is that of the catalogue's entry; our own words have none.

    `classes` are those that products under it may have, such as “23”.
    """

    product: Product
    group_code: str
    name: str
    entry_code: str | None
    classes: str = "123"


@dataclass(frozen=True)
class Known:
    """Decisions and listed names in a fixed order, and the codes and classes that they name."""

    decisions: tuple[DeviceDecision, ...]
    listed: tuple[Listed, ...]
    codes: tuple[str, ...]
    groups: tuple[Group, ...] = ()

    @classmethod
    def of(
        cls, decisions: Sequence[DeviceDecision], classes: Iterable[DeviceClass], knowledge: DeviceKnowledge
    ) -> "Known":
        """All that is given, with every code that any of it names."""
        listed = (*_entries(knowledge, classes), *_words(knowledge, classes))
        named = {one.group_code for one in listed} | {one.group_code for one in decisions if one.group_code}
        return cls(decisions=tuple(decisions), listed=listed, codes=tuple(sorted(named)), groups=knowledge.groups)

    @property
    def products(self) -> tuple[Product, ...]:
        """The products of the decisions."""
        return tuple(Product(one.product, one.description) for one in self.decisions)

    @property
    def with_code(self) -> NDArray[np.int64]:
        """The places of decisions that name a code."""
        return np.array([place for place, one in enumerate(self.decisions) if one.group_code], dtype=np.int64)

    @property
    def risk_wanted(self) -> Floats:
        """One row a decision, one column a risk class, 1 where it was decided so."""
        return one_hot([RISK_CLASSES.index(one.risk_class) for one in self.decisions], len(RISK_CLASSES))

    @property
    def code_wanted(self) -> Floats:
        """One row a decision and then one a listed name, one column a code; no 1 where there is no code."""
        place = {code: number for number, code in enumerate(self.codes)}
        given = [*(one.group_code for one in self.decisions), *(one.group_code for one in self.listed)]
        return one_hot([place[code] if code else None for code in given], len(self.codes))

    @property
    def listed_risk(self) -> Floats:
        """One row a listed name, one column a risk class: an even share for each class that it may have."""
        made = np.zeros((len(self.listed), len(RISK_CLASSES)))
        for row, one in enumerate(self.listed):
            for mark in one.classes:
                made[row, int(mark) - 1] = 1 / len(one.classes)
        return made

    @property
    def entry_count(self) -> int:
        """How many of the listed names are entries of the catalogue; they stand before declared words."""
        return sum(1 for one in self.listed if one.entry_code)

    @property
    def categories(self) -> Floats:
        """One row a code, one column a category (the first two digits), 1 where the code is of it."""
        named = sorted({code[:2] for code in self.codes})
        return one_hot([named.index(code[:2]) for code in self.codes], len(named))


def one_hot(places: Sequence[int | None], width: int) -> Floats:
    """A row for each place, 1 there and 0 elsewhere."""
    made = np.zeros((len(places), width))
    for row, place in enumerate(places):
        if place is not None:
            made[row, place] = 1.0
    return made


def _entries(knowledge: DeviceKnowledge, classes: Iterable[DeviceClass]) -> list[Listed]:
    declared = {one.code: one for one in knowledge.classes}
    return [
        Listed(
            product=Product(one.name, f"{one.name}{one.category_title or ''}{one.description or ''}"),
            group_code=one.group_code,
            name=one.name,
            entry_code=one.code,
            classes=declared[one.group_code].of(one.code) if one.group_code in declared else _given(one),
        )
        for one in classes
    ]


def _given(entry: DeviceClass) -> str:
    """The class that the list itself gives an entry; any where it gives none."""
    return str(RISK_CLASSES.index(entry.risk_class) + 1) if entry.risk_class in RISK_CLASSES[:3] else "123"


def _words(knowledge: DeviceKnowledge, classes: Iterable[DeviceClass]) -> list[Listed]:
    titles = {one.category_code: one.category_title or "" for one in classes}
    declared = {one.code: one.of(None) for one in knowledge.classes}
    return [
        Listed(
            product=Product(word, f"{word}{titles.get(group.code[:2], '')}"),
            group_code=group.code,
            name=word,
            entry_code=None,
            classes=declared.get(group.code, "123"),
        )
        for group in knowledge.groups
        for word in (group.zh, *group.words)
    ]
