"""What the demo's applicants write into forms and bring as papers."""

import random
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from fpdf import FPDF

from wutong.catalog.services import Question, Service
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions import papers
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries.completeness import papers_asked
from wutong.portal.files import actions as files
from wutong.portal.files.models import StoredFile

_WORDS = {
    "goods_name": ("演示对照品甲", "演示细胞株乙", "演示试剂丙"),
    "goods_unit": ("g", "mL", "支"),
    "goods_use": ("受试物合成与方法学验证", "工艺摸索", "稳定性考察"),
    "contact_phone": ("0571-0000 0001", "0571-0000 0002"),
    "site_address": ("江畔路一号研发楼", "江畔路九号中试楼"),
    "product_name": ("演示体外诊断仪", "演示输注泵"),
}


def answers(service: Service, today: date, draw: random.Random) -> dict[str, Any]:
    """An answer to every field that a portrait does not fill in."""
    return {code: _answer(field, today, draw) for code, field in service.fields.items()}


def bring_papers(case: Case, by: Person, file: StoredFile) -> None:
    """Every paper that the case asks: pledged where that is enough, else the same invented sheet."""
    for paper in papers_asked(case.service, case.answers):
        if paper.how == "pledge":
            papers.pledge(case=case, paper_code=paper.code, by=by)
        elif paper.how != "shared":
            papers.add_file(case=case, paper_code=paper.code, file_id=file.pk, file_name=file.name, by=by)


def sheet_of(organisation: Organisation, by: Person) -> StoredFile:
    """A sheet of paper that says that it is invented."""
    sheet = FPDF(format="A4")
    sheet.add_page()
    sheet.set_font("helvetica", "", 14)
    sheet.cell(0, 10, "Wutong demo: an invented paper")
    upload = ContentFile(bytes(sheet.output()), name="演示材料.pdf")
    return files.keep(upload=upload, organisation=organisation, kinds=frozenset({"pdf"}), by=by)


def _answer(field: Question, today: date, draw: random.Random) -> Any:
    match field.kind:
        case "number":
            return draw.randint(1, 40)
        case "money":
            return draw.randint(2, 90) * 10_000
        case "date":
            return (today + timedelta(days=draw.randint(40, 200))).isoformat()
        case "yes_no":
            return draw.random() < 0.5
        case "choice" | "choices":
            chosen = draw.choice(field.options).code
            return [chosen] if field.kind == "choices" else chosen
    return draw.choice(_WORDS.get(field.code, ("演示内容，详见材料",)))
