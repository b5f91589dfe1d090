"""Drugs as lists write them: applications, approval numbers without holders, and the makers' drugs by area."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from wutong.demo.records.dice import Dice
from wutong.demo.records.names import Writer
from wutong.demo.records.products import Product
from wutong.demo.records.trials import Filing, approval_number

Row = dict[str, object]


def applications(filings: Iterable[Filing], writer: Writer, seed: int) -> Iterator[Row]:
    """The list of applications accepted and decided."""
    for filing in filings:
        dice, product = Dice(seed, "filing", filing.number), filing.product
        granted = "批准" if filing.is_marketing else "默示许可"
        yield {
            "受理号": filing.number,
            "药品名称": product.name_zh,
            "企业名称": writer.in_chinese(product.firm.name_zh, dice),
            "适应症": product.indications[0].zh,
            "承办日期": filing.day,
            "办结日期": filing.decided_on or "",
            "结论": granted if filing.decided_on else "",
        }


def approvals(filings: Iterable[Filing]) -> Iterator[str]:
    """One JSON document a line: the number and the name in both languages."""
    for filing in filings:
        if number := approval_number(filing):
            drug = {"code": number, "zh": filing.product.name_zh, "en": filing.product.name_en}
            yield json.dumps(drug, ensure_ascii=False)


def makers_lists(products: Iterable[Product], writer: Writer, seed: int) -> dict[str, str]:
    """File name (the area) to the JSON document of its drugs and their makers."""
    areas: dict[str, list[dict[str, str]]] = defaultdict(list)
    for product in products:
        if product.stage not in {"approved", "submitted"}:
            continue
        dice, parts = Dice(seed, "maker", product.number), writer.parts(product.firm.name_zh)
        for indication in product.indications:
            areas[indication.area].append(
                {
                    "company_name": writer.in_chinese(product.firm.name_zh, dice),
                    "company_abbreviation": parts.proper,
                    "drug_generic_id": f"x{product.number}",
                    "drug_generic_name": product.name_zh,
                    "trade_name": f"{parts.proper}{dice.one(['宁', '安', '平', '达'])}",
                }
            )
    names = {area: f"{place:02d}-{area}.json" for place, area in enumerate(sorted(areas), 1)}
    return {names[area]: json.dumps({"data": rows}, ensure_ascii=False, indent=1) for area, rows in areas.items()}
