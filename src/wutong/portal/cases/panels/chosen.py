"""Cases chosen from the work list, as the page shows what can be done with all of them."""

from dataclasses import dataclass

from django.urls import reverse

from wutong.catalog.flows import Act
from wutong.portal.cases.forms.acts import BatchForm
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import words
from wutong.portal.cases.panels.acts import ActCard, follows, tone
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case."""

    case: Case
    is_well: bool
    sentence: str


def cards(first: Case, acts: list[Act], tried: BatchForm | None) -> list[ActCard]:
    """A card for each act that is possible with all."""
    return [
        ActCard(
            code=act.code,
            title=wording(act.title),
            meaning=words.meaning(act.code),
            follows=list(follows(first, act)),
            tone=tone(act.code),
            form=tried if tried is not None and tried.act.code == act.code else BatchForm(first, act),
            address=reverse("cases:chosen_do", args=[act.code]),
            is_open=tried is not None and tried.act.code == act.code,
            refusal="",
            waits="",
        )
        for act in acts
    ]
