"""Invented products: who develops what, for which diseases, and how far it has come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wutong.catalog.demo_records import DrugKind, Indication, Products, Stage
from wutong.demo.records.cast import Firm
from wutong.demo.records.dice import Dice


@dataclass(frozen=True)
class Product:
    """A product of a firm. `number` counts all products from 0; `steps` are the stages that it went through."""

    number: int
    firm: Firm
    kind: DrugKind
    name_zh: str
    name_en: str
    indications: tuple[Indication, ...]
    stage: str
    steps: tuple[str, ...]


def develop(firms: Iterable[Firm], declared: Products, second_indication: float, seed: int) -> list[Product]:
    """The products of all firms that have a pipeline, in the order of firms."""
    made: list[Product] = []
    for firm in firms:
        made.extend(_of_firm(firm, len(made), declared, second_indication, seed))
    return made


def _of_firm(firm: Firm, first: int, declared: Products, second_indication: float, seed: int) -> Iterator[Product]:
    dice = Dice(seed, "pipeline", firm.number)
    kinds = [kind for kind in declared.kinds if kind.code in declared.makes.get(firm.trade, ())]
    if not kinds or not dice.chance(declared.share_with_pipeline):
        return
    for number in range(first, first + _how_many(declared, dice)):
        kind, (stem_zh, stem_en) = dice.weighted(kinds), _stem(declared, dice)
        stage: Stage = dice.weighted(declared.stages)
        reached = [one.code for one in declared.stages]
        yield Product(
            number=number,
            firm=firm,
            kind=kind,
            name_zh=kind.zh.format(stem=stem_zh),
            name_en=kind.en.format(Stem=stem_en.capitalize()),
            indications=tuple(dice.some(declared.indications, 2 if dice.chance(second_indication) else 1)),
            stage=stage.code,
            steps=tuple(reached[: reached.index(stage.code) + 1]),
        )


@dataclass(frozen=True)
class _Count:
    count: int
    weight: float


def _how_many(declared: Products, dice: Dice) -> int:
    return dice.weighted([_Count(count, weight) for count, weight in declared.products.items()]).count


def _stem(declared: Products, dice: Dice) -> tuple[str, str]:
    """An invented stem in Chinese and English: two or three syllables."""
    syllables = [dice.one(declared.first_syllables), *dice.some(declared.next_syllables, dice.between(1, 2))]
    return "".join(syllables), "".join(declared.english[one] for one in syllables)
