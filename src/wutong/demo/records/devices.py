"""An invented classification of devices, and invented decisions that follow it (mostly)."""

from collections.abc import Iterator

from wutong.catalog.demo_records import DeviceEntry, Devices, OtherProduct
from wutong.demo.records.dice import Dice

Row = dict[str, object]
_WORDS = {"I": "一类", "II": "二类", "III": "三类"}


def catalogue(declared: Devices) -> Iterator[Row]:
    """The entries of the classification."""
    for category in declared.categories:
        for entry in category.entries:
            for place, head in enumerate(entry.heads, 1):
                yield {
                    "code": f"{entry.code}-{place:02d}",
                    "name": head,
                    "l1_name": category.title,
                    "device_class": entry.risk,
                    "exemption_product_name": f"{entry.name}：{'、'.join(entry.heads)}",
                    "exemption_product_desc": f"由{declared.materials[place]}制成。",
                    "intended_use": entry.uses[0],
                }


def decisions(declared: Devices, seed: int) -> Iterator[Row]:
    """Decisions in the order of their numbers. A few go against the classification, as real ones do."""
    entries = [entry for category in declared.categories for entry in category.entries]
    for number in range(declared.decisions):
        dice = Dice(seed, "decision", number)
        if dice.chance(1 / 6):
            yield _decision(number, dice.one(declared.others), declared, dice)
        else:
            yield _decision(number, dice.one(entries), declared, dice)


def _decision(number: int, of: DeviceEntry | OtherProduct, declared: Devices, dice: Dice) -> Row:
    material, supply, use = dice.one(declared.materials), dice.one(declared.supplies), dice.one(of.uses)
    word = _WORDS.get(of.risk, of.risk)
    if dice.chance(declared.against_rule):
        word = dice.one([*_WORDS.values()])
    return {
        "seq": f"{number + 1:03d}",
        "product": dice.one(declared.prefixes) + dice.one(of.heads),
        "section": word,
        "year": dice.one(declared.years),
        "class_code": of.code if isinstance(of, DeviceEntry) and word != "不作为" else "",
        "mgmt_class": word,
        "description": f"由{material}组成。{supply}。{use}。",
    }
