"""What a state, an act or a clock of a thing is called: by its flow, or by one that it went by before. Reads only."""

from wutong.catalog.flows import Act, Clock, State
from wutong.portal.flowing.models import Flowing


def clock(thing: Flowing, code: str) -> Clock:
    """The clock of that code; raises StopIteration where no flow of the thing ever had it."""
    return next(one for flow in thing.flows_ever for one in flow.clocks if one.code == code)


def state(thing: Flowing, code: str) -> State:
    """The state of that code; raises StopIteration where no flow of the thing ever had it."""
    return next(one for flow in thing.flows_ever for one in flow.states if one.code == code)


def act(thing: Flowing, code: str) -> Act | None:
    """The act of that code, if a flow of the thing has or had it."""
    return next((found for flow in thing.flows_ever if (found := flow.act(code)) is not None), None)
