"""A slip in the answers of a case, put right by an officer with the act that says so; what it was is kept with it."""

from collections.abc import Mapping
from typing import Any

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.cases.models import Case, CaseStep

CORRECTING = "correct"
_PLAIN = frozenset({"text", "long_text"})


class NotToBeCorrected(WutongError):
    code = "cases.not_to_be_corrected"
    sentence = Text(
        zh="“{field}”不能由经办人更正，只能更正文字栏的笔误。请退回申请人补正。",
        en="“{field}” cannot be put right by an officer: only slips in words can. Return the case to the applicant.",
    )


def prepared(case: Case, act: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is told with an act, and with a correction what stood there before; raises NotToBeCorrected."""
    mended = told.get("correct")
    if act != CORRECTING or not mended:
        return {name: value for name, value in told.items() if name != "correct"}
    declared = case.service.fields.get(mended["field"])
    if declared is None or declared.kind not in _PLAIN:
        raise NotToBeCorrected(field=mended["field"])
    return {**told, "correct": {**mended, "before": str(case.answers.get(mended["field"]) or "")}}


def follow(case: Case, step: CaseStep) -> None:
    """Write down the answer as a correction has it; it no longer comes from where it was filled in from."""
    mended = step.details.get("correct")
    if step.act != CORRECTING or not mended:
        return
    case.answers = {**case.answers, mended["field"]: mended["after"]}
    case.origins = {name: origin for name, origin in case.origins.items() if name != mended["field"]}
    case.save(update_fields=["answers", "origins"])
