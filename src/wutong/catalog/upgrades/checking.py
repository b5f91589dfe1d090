"""What is wrong with a step between two versions: what differs is named once, and nothing harms the applicant.

Pure: yields (place, problem) and raises nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wutong.catalog.flows import Clock, Flow, Limit, Unit
from wutong.catalog.services import Question, Service
from wutong.catalog.upgrades.declared import ClockStep, UpgradeStep

Problem = tuple[str, str]
_APPLICANTS = frozenset({"R1", "R2"})
# Answers of one kind that can be read as another.
_ALIKE = ({"text", "long_text"}, {"number", "money"})
_APART = ("draft", "paused", "ended")  # phases that a step does not lead into or out of


@dataclass(frozen=True)
class Version:
    """A version with the flow that it takes."""

    service: Service
    flow: Flow

    def limit(self, clock: str) -> Limit:
        """Its own limit for a clock, else the flow's."""
        return self.service.own_limits.get(clock, self.flow.clock(clock).limit)

    def promise(self, clock: str) -> Limit | None:
        """What it promises of a clock."""
        promise = self.service.promise
        return promise.limit if promise is not None and promise.clock == clock else None

    @property
    def clocks(self) -> frozenset[str]:
        """The clocks of its flow."""
        return frozenset(one.code for one in self.flow.clocks)


def needs_step(old: Version, new: Version) -> bool:
    """Whether a case could not simply go on: what is asked, or the way it goes, differs."""
    if old.flow.code != new.flow.code:
        return True
    return any(True for _ in _wrong(old, new, UpgradeStep.model_construct(to=new.service.version)))


def wrong(old: Version, new: Version, step: UpgradeStep | None) -> Iterator[Problem]:
    """Every problem of the step; without one, that there is none though the versions differ."""
    if step is None:
        if needs_step(old, new):
            to = new.service.version
            yield "steps", f"version {to} differs from {to - 1} and no step leads to it; say it, or say why cases stay"
        return
    if step.stay is None:
        yield from _wrong(old, new, step)


def _wrong(old: Version, new: Version, step: UpgradeStep) -> Iterator[Problem]:
    fields, papers = step.fields, step.papers
    before, after = old.service.fields, new.service.fields
    yield from _moved("fields", before, after, fields.renamed, fields.removed, [one.code for one in fields.added])
    yield from _answers(before, after, step)
    held, wanted = ({one.code: one for one in version.service.papers} for version in (old, new))
    yield from _moved("papers", held, wanted, papers.renamed, papers.removed, papers.added)
    yield from _states(old.flow, new.flow, step)
    yield from _clocks(old, new, step)
    yield from _acts(old.flow, new.flow, step)


def _moved(
    place: str,
    before: Iterable[str],
    after: Iterable[str],
    renamed: Mapping[str, str],
    removed: Iterable[str],
    added: Iterable[str],
) -> Iterator[Problem]:
    """Each code that went is renamed or removed, each that came is a new name or added; none twice."""
    old, new = set(before), set(after)
    if odd := (set(renamed) | set(removed)) - (old - new):
        yield place, f"{_list(odd)} did not go, so it is neither renamed nor removed"
    if odd := set(renamed.values()) - (new - old):
        yield place, f"{_list(odd)} did not come, so nothing is renamed to it"
    if len(set(renamed.values())) < len(renamed) or set(renamed) & set(removed):
        yield place, "one thing becomes one other, or is removed"
    if odd := set(added) - new:
        yield place, f"{_list(odd)} is not in the new version"
    if lost := old - new - set(renamed) - set(removed):
        yield place, f"{_list(lost)} went: say what it is called now, or that it is removed"
    if untold := new - old - set(renamed.values()) - set(added):
        yield place, f"{_list(untold)} came: say what it was called, or that it is added"


def _answers(before: Mapping[str, Question], after: Mapping[str, Question], step: UpgradeStep) -> Iterator[Problem]:
    came = {now: was for was, now in step.fields.renamed.items()}
    added = {one.code: one for one in step.fields.added}
    for code, field in after.items():
        was = before.get(came.get(code, code))
        filled = added.get(code)
        is_new_duty = field.required and (was is None or not was.required)
        if is_new_duty and (filled is None or (filled.default is None and not filled.ask)):
            yield "fields", f"{code} must be answered from now on: give a default, or say that it is to be asked"
        if was is not None:
            yield from _readable(was, field, step.fields.options.get(code, {}))
        if filled is not None and filled.default is not None and not _fits(field, filled.default):
            yield "fields", f"{filled.default!r} is no answer to {code}"
    if odd := set(step.fields.options) - {code for code in after if came.get(code, code) in before}:
        yield "options", f"{_list(odd)} had no options before"


def _readable(was: Question, now: Question, options: Mapping[str, str]) -> Iterator[Problem]:
    if was.kind != now.kind and not any({was.kind, now.kind} <= alike for alike in _ALIKE):
        yield "fields", f"{now.code} was {was.kind} and is {now.kind}: give it another code"
        return
    before, after = ({one.code for one in field.options} for field in (was, now))
    if lost := before - after - set(options):
        yield "options", f"{_list(lost)} of {now.code} went: say which option stands in its place"
    if odd := set(options) - (before - after):
        yield "options", f"{_list(odd)} of {now.code} did not go"
    if odd := set(options.values()) - after:
        yield "options", f"{now.code} has no option {_list(odd)}"


def _fits(field: Question, value: object) -> bool:
    codes = {one.code for one in field.options}
    match field.kind:
        case "yes_no":
            return isinstance(value, bool)
        case "number" | "money":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "choice":
            return value in codes
        case "choices":
            return isinstance(value, tuple) and set(value) <= codes
    return isinstance(value, str)


def _states(old: Flow, new: Flow, step: UpgradeStep) -> Iterator[Problem]:
    before, after = ({one.code: one for one in flow.states} for flow in (old, new))
    if odd := (set(step.states) | set(step.no_place)) - set(before):
        yield "states", f"{_list(odd)} was no state"
    if odd := set(step.states.values()) - set(after):
        yield "states", f"{_list(odd)} is no state"
    if both := set(step.states) & set(step.no_place):
        yield "states", f"{_list(both)} has a place or has none, not both"
    for code, state in before.items():
        if state.phase == "ended" or code in step.no_place:
            continue
        now = after.get(step.states.get(code, code))
        if now is None:
            yield "states", f"{code} went: say which state it becomes, or in no_place why a case in it stays"
        elif now.phase != state.phase and {now.phase, state.phase} & set(_APART):
            yield "states", f"{code} is {state.phase} and {now.code} is {now.phase}"


def _clocks(old: Version, new: Version, step: UpgradeStep) -> Iterator[Problem]:
    if odd := {one.clock for one in step.clocks} - old.clocks:
        yield "clocks", f"{_list(odd)} was no clock"
    taken: dict[str, str] = {}
    for clock in old.flow.clocks:
        said = step.clock(clock.code)
        now = said.becomes or clock.code
        if said.ends:
            continue
        if now not in new.clocks:
            yield "clocks", f"{clock.code} went: say what it becomes, or that it ends and on what basis"
            continue
        if now in taken:
            yield "clocks", f"{clock.code} and {taken[now]} both become {now}"
        taken[now] = clock.code
        yield from _harmless(old, new, clock, now, said)
    for start in step.starts:
        if start.clock not in new.clocks - set(taken):
            yield "starts", f"{start.clock} is no clock that came"
        if odd := set(start.in_states) - {one.code for one in new.flow.states if one.phase not in {"draft", "ended"}}:
            yield "starts", f"{_list(odd)} is no state in which a clock runs"


def _harmless(old: Version, new: Version, clock: Clock, now: str, said: ClockStep) -> Iterator[Problem]:
    """No shorter time for the applicant, no later answer or promise than begun with, unless a basis says why."""
    if said.basis is not None:
        return
    is_applicants = clock.owner in _APPLICANTS
    if said.limit == "new" and not _not_longer(
        *((old.limit(clock.code), new.limit(now)) if is_applicants else (new.limit(now), old.limit(clock.code)))
    ):
        worse = "shorter for the applicant" if is_applicants else "longer for who answers"
        yield "clocks", f"the new limit of {now} may be {worse}: keep the old one, or say on what basis"
    promised = old.promise(clock.code)
    if said.promise == "new" and promised is not None:
        later = new.promise(now)
        if later is None or not _not_longer(later, promised):
            yield "clocks", f"the promise of {now} would be later than begun with: keep it, or say on what basis"


def _not_longer(one: Limit, other: Limit) -> bool:
    """Whether `one` surely ends no later than `other`, both begun on the same day."""
    if other.unit is Unit.NONE:
        return True
    return one.unit is other.unit and (one.amount or 0) <= (other.amount or 0)


def _acts(old: Flow, new: Flow, step: UpgradeStep) -> Iterator[Problem]:
    after = {one.code for one in new.acts}
    if odd := set(step.acts) - {one.code for one in old.acts}:
        yield "acts", f"{_list(odd)} was no act"
    if odd := set(step.acts.values()) - after:
        yield "acts", f"{_list(odd)} is no act"
    if len(set(step.acts.values())) < len(step.acts):
        yield "acts", "two acts become one"
    before = {one.code for one in old.acts}
    if not any(one.at_most is not None and one.code not in before for one in new.acts):
        return
    for act in old.acts:
        if act.at_most is not None and act.code not in after and act.code not in step.acts:
            yield "acts", f"{act.code} may be done {act.at_most} times and went: say what it is called now"


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
