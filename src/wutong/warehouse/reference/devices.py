"""The catalogue of device classes and the decisions on devices as given: raw rows in, typed rows out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.reference.faults import Fault
from wutong.warehouse.rows import Account, Row, rows_of

_CODE = re.compile(r"(\d{2})-(\d{2})(?:-(\d{2,3}))?")
_REAGENT = re.compile(r"6840(?:[-.].*)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
# How each class is written, once blanks are gone; the first that fits counts, so the longer words stand first.
_CLASSES: tuple[tuple[str, str], ...] = (
    ("不单独作为", r"不单独"),
    ("不作为", r"不作为|不属于|非医疗器械|不按医疗器械"),
    ("药械组合", r"药械组合|药械结合|药品为主|组合产品"),
    ("分情形", r"分情形|视具体情况|视情况|分情况|分别"),
    ("三类", r"三类|Ⅲ|III|3"),
    ("二类", r"二类|Ⅱ|II|2"),
    ("一类", r"一类|Ⅰ|I|1"),
)


@dataclass(frozen=True, slots=True)
class DeviceClass:
    """One kind of product of the catalogue; `group_code` is what decisions name, such as 16-06."""

    code: str
    group_code: str
    category_code: str
    category_title: str | None
    name: str
    risk_class: str | None
    description: str | None
    file_id: str
    row_number: int


@dataclass(frozen=True, slots=True)
class DeviceDecision:
    """What was decided about one product. What is no device has no `group_code`."""

    file_id: str
    row_number: int
    product: str
    description: str
    risk_class: str
    group_code: str | None
    code_text: str | None
    batch: str | None
    year: int | None
    number: str | None


def read_device_classes(source: Source, parts: Sequence[Part], account: Account) -> tuple[DeviceClass, ...]:
    """Every kind of product by its code; a code that stands twice counts once."""
    found: dict[str, DeviceClass] = {}
    for row in rows_of(source, parts):
        code, name = _CODE.fullmatch(row.values["code_text"] or ""), row.values["name_text"]
        if code is None or code[3] is None:
            account.hold_back(row, Fault.CODE_ODD, "code_text")
        elif name is None:
            account.hold_back(row, Fault.NAME_MISSING, "name_text")
        elif code[0] in found:
            account.hold_back(row, Fault.CODE_TWICE, "code_text")
        else:
            account.use(row)
            found[code[0]] = _device_class(row, code, name)
    return tuple(found[code] for code in sorted(found))


def _device_class(row: Row, code: re.Match[str], name: str) -> DeviceClass:
    told = (row.values[field] for field in ("example_text", "description_text", "use_text"))
    return DeviceClass(
        code=code[0],
        group_code=f"{code[1]}-{code[2]}",
        category_code=code[1],
        category_title=row.values["category_text"],
        name=name,
        risk_class=risk_class_of(row.values["class_text"] or ""),
        description="。".join(text.rstrip("。") for text in told if text) or None,
        file_id=row.file_id,
        row_number=row.row_number,
    )


def read_device_decisions(source: Source, parts: Sequence[Part], account: Account) -> tuple[DeviceDecision, ...]:
    """Every decision that names a product, describes it and says what class it has."""
    found: list[DeviceDecision] = []
    for row in rows_of(source, parts):
        product, description = row.values["product_text"], row.values["description_text"]
        risk_class = risk_class_of(row.values["class_text"] or "")
        code_text = row.values["code_text"]
        group_code = group_code_of(code_text or "")
        if product is None:
            account.hold_back(row, Fault.NAME_MISSING, "product_text")
        elif description is None:
            account.hold_back(row, Fault.DESCRIPTION_MISSING, "description_text")
        elif risk_class is None:
            account.hold_back(row, Fault.CLASS_ODD, "class_text")
        elif code_text is not None and group_code is None:
            account.hold_back(row, Fault.CODE_ODD, "code_text")
        else:
            account.use(row)
            batch = row.values["batch_text"]
            year = _YEAR.search(batch or "")
            found.append(
                DeviceDecision(
                    file_id=row.file_id,
                    row_number=row.row_number,
                    product=product,
                    description=description,
                    risk_class=risk_class,
                    group_code=group_code,
                    code_text=code_text,
                    batch=batch,
                    year=int(year[0]) if year else None,
                    number=row.values["number_text"],
                )
            )
    return tuple(found)


def risk_class_of(text: str) -> str | None:
    """The class in the decisions' own words, however it is written; None for what is no class."""
    plain = re.sub(r"\s+", "", text)
    return next((word for word, pattern in _CLASSES if re.search(pattern, plain)), None)


def group_code_of(text: str) -> str | None:
    """The code to four digits: 16-06 for 16-06-01 and for “07-03.”, 6840 for reagents; None for what is no code."""
    plain = re.sub(r"\s+", "", text).strip(".。、;；").replace("－", "-").replace("—", "-")
    first = re.split(r"[、,，;；/]", plain, maxsplit=1)[0]
    if _REAGENT.fullmatch(first):
        return "6840"
    code = _CODE.fullmatch(first)
    return f"{code[1]}-{code[2]}" if code else None
