"""Whether a case can still come to an end from where it stands, by acts of people and by clocks that run. Pure."""

from collections.abc import Iterator

from wutong.catalog.flows import Act, Flow
from wutong.workflow.moves import Position

_Here = tuple[str, frozenset[str]]


def has_a_way_to_an_end(flow: Flow, position: Position) -> bool:
    """Whether some walk ends: an act that follows a clock is taken only while that clock runs."""
    first = (position.state, frozenset(run.clock for run in position.runs if run.is_running))
    seen, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        if flow.state(here[0]).phase == "ended":
            return True
        fresh = set(_onward(flow, here, dict(position.done))) - seen
        seen |= fresh
        waiting.extend(fresh)
    return False


def _onward(flow: Flow, here: _Here, done: dict[str, int]) -> Iterator[_Here]:
    state, running = here
    for act in flow.acts:
        if state in act.from_states and _possible(act, running, done):
            yield act.to or state, frozenset((running - set(act.clocks.stop)) | set(act.clocks.start))


def _possible(act: Act, running: frozenset[str], done: dict[str, int]) -> bool:
    is_spent = act.at_most is not None and done.get(act.code, 0) >= act.at_most
    return not is_spent and (act.by_clock is None or act.by_clock in running)
