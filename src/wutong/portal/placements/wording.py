"""How codes of the placement flow read in the record of acts."""

from wutong.kernel.bilingual import Text
from wutong.portal.shared.audit.acts import Value
from wutong.portal.shared.catalogue import catalogue

FLOW = "placement"


def state_wording(value: Value) -> Text | None:
    """A state's title."""
    states = {one.code: one.title for one in catalogue().flows[FLOW].states}
    return states[str(value)].text() if value in states else None


def act_wording(value: Value) -> Text | None:
    """An act's title."""
    act = catalogue().flows[FLOW].act(str(value))
    return act.title.text() if act else None
