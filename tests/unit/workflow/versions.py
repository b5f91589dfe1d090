"""Three invented versions of an invented service, and drawn cases on their way through the first of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from unit.workflow.walking import CHINA, EVERYBODY, EVERYTHING, FLOWS
from wutong.catalog.flows import Flow, Limit
from wutong.catalog.services import Service
from wutong.catalog.upgrades import UpgradeStep
from wutong.catalog.upgrades.checking import Version
from wutong.workflow.moves import Given, Moved, Position, begin, fall_due, open_acts, perform
from wutong.workflow.ticking import Kind, events
from wutong.workflow.upgrading import Running

TITLE = {"zh": "题", "en": "Title"}
BASIS = {"text": TITLE, "confidence": "proposed"}
START = date(2026, 3, 2)
_POOL = "abcdefgh"
_OPTIONS = ("one", "two", "three")


def renamed(flow: Flow) -> Flow:
    """The flow with a state, a clock and an act that are called otherwise."""
    text = flow.model_dump_json(by_alias=True)
    for was, now in (("reviewing", "examining"), ("review", "decision"), ("reopen", "set_aside")):
        text = text.replace(f'"{was}"', f'"{now}"')
    return Flow.model_validate_json(text.replace('"code":"standard"', '"code":"second"'))


def without_pauses(flow: Flow) -> Flow:
    """The flow without its paused state, and with a clock more that runs during the decision."""
    raw = flow.model_dump(by_alias=True, mode="json")
    raw["states"] = [one for one in raw["states"] if one["code"] != "paused"]
    raw["acts"] = [one for one in raw["acts"] if one["code"] not in {"suspend", "resume"}]
    for act in raw["acts"]:
        act["from"] = [state for state in act["from"] if state != "paused"]
        act["clocks"]["start"] += ["publicity"] if "decision" in act["clocks"]["start"] else []
        act["clocks"]["stop"] += ["publicity"] if "decision" in act["clocks"]["stop"] else []
    publicity = {"code": "publicity", "title": TITLE, "owner": "R3", "basis": BASIS}
    raw["clocks"].append({**publicity, "limit": {"unit": "calendar_day", "amount": 7}})
    return Flow.model_validate({**raw, "code": "third"})


SECOND = renamed(FLOWS["standard"])
THIRD = without_pauses(SECOND)
ALL = {**FLOWS, "second": SECOND, "third": THIRD}
_OF_FLOW: dict[int, dict[str, Any]] = {
    2: {
        "states": {"reviewing": "examining"},
        "clocks": [{"clock": "review", "becomes": "decision"}],
        "acts": {"reopen": "set_aside"},
    },
    3: {
        "no_place": {"paused": TITLE},
        "clocks": [{"clock": "decision", "limit": "new", "promise": "new"}],
        "starts": [{"clock": "publicity", "in_states": ["examining"], "basis": BASIS}],
    },
}


def service(version: int, **changes: Any) -> Service:
    """One version: the flow of its number, twenty days to decide in the first two and fifteen in the third."""
    clock, days = {1: ("review", 20), 2: ("decision", 20), 3: ("decision", 15)}[version]
    raw = {
        "code": "GS15",
        "version": version,
        **dict.fromkeys(("title", "summary", "audience", "department", "fee", "result", "source"), TITLE),
        "issue": "platforms",
        "applies": {"why": TITLE},
        "flow": {1: "standard", 2: "second", 3: "third"}[version],
        "limits": [{"clock": clock, "limit": {"unit": "working_day", "amount": days}, "basis": BASIS}],
        "promise": {"clock": clock, "limit": {"unit": "working_day", "amount": days - 5}, "basis": BASIS},
        "pages": [{"code": "page", "title": TITLE, "fields": [{"code": "kept", "title": TITLE}]}],
        "basis": [BASIS],
        "confidence": "proposed",
        "effective_from": date(2026, version, 1),
    }
    return Service.model_validate({**raw, **changes})


def step(to: int, **said: Any) -> UpgradeStep:
    """The step to version `to` with what its flow needs said."""
    return UpgradeStep.model_validate({"to": to, "why": TITLE, **_OF_FLOW[to], **said})


@dataclass(frozen=True)
class Drawn:
    """Three versions with the steps between them."""

    versions: tuple[Version, Version, Version]
    steps: tuple[UpgradeStep, UpgradeStep]


@st.composite
def declarations(draw: st.DrawFn) -> Drawn:
    """Versions whose fields and papers were kept, renamed, removed and added, and their steps."""
    fields = {
        code: draw(st.sampled_from(["text", "choice"])) for code in draw(st.sets(st.sampled_from(_POOL), max_size=5))
    }
    options = {code: list(_OPTIONS) for code, kind in fields.items() if kind == "choice"}
    papers = sorted(draw(st.sets(st.sampled_from(_POOL), max_size=4)))
    versions, steps = [_version(1, options, fields, papers)], []
    for number in (2, 3):
        moved, removed, added = draw(_moves(sorted(fields)))
        names = {code: moved.get(code, code) for code in fields if code not in removed}
        mapped: dict[str, dict[str, str]] = {}
        for code in [code for code in options if code in names and draw(st.booleans())]:
            if len(options[code]) > 1:
                lost = options[code][0]
                mapped[names[code]] = {lost: options[code][-1]}
                options[code] = options[code][1:]
        options = {names[code]: one for code, one in options.items() if code in names}
        fields = {names[code]: kind for code, kind in fields.items() if code in names} | dict.fromkeys(added, "text")
        more = [{"code": code, **draw(st.sampled_from([{"default": "given"}, {"ask": True}]))} for code in added]
        paper_moves, papers_removed, papers_added = draw(_moves(papers))
        papers = [paper_moves.get(code, code) for code in papers if code not in papers_removed] + papers_added
        said = {"renamed": moved, "removed": removed, "added": more, "options": mapped}
        of_papers = {"renamed": paper_moves, "removed": papers_removed, "added": papers_added}
        steps.append(step(number, fields=said, papers=of_papers))
        versions.append(_version(number, options, fields, papers))
    return Drawn((versions[0], versions[1], versions[2]), (steps[0], steps[1]))


@st.composite
def _moves(draw: st.DrawFn, codes: list[str]) -> tuple[dict[str, str], list[str], list[str]]:
    """Of codes, which are renamed to what, which go, and which come."""
    free = [code for code in _POOL if code not in codes]
    fates = {code: draw(st.sampled_from(["keep", "rename", "remove"])) for code in codes}
    moved = {}
    for code in [code for code, fate in fates.items() if fate == "rename"][: len(free)]:
        moved[code] = free.pop(draw(st.integers(0, len(free) - 1)))
    added = free[: draw(st.integers(0, min(2, len(free))))]
    return moved, [code for code, fate in fates.items() if fate == "remove"], added


def _version(number: int, options: dict[str, list[str]], fields: dict[str, str], papers: list[str]) -> Version:
    declared = [
        {
            "code": code,
            "title": TITLE,
            "kind": kind,
            "options": [{"code": one, "title": TITLE} for one in options.get(code, ())],
        }
        for code, kind in fields.items()
    ]
    page = {"code": "page", "title": TITLE, "fields": [{"code": "kept", "title": TITLE}, *declared]}
    held = [{"code": code, "title": TITLE, "how": "upload"} for code in papers]
    one = service(number, pages=[page], papers=held)
    return Version(one, ALL[one.flow])


@st.composite
def cases(draw: st.DrawFn, of: Version) -> tuple[Running, date]:
    """A case of a version somewhere on its way, with drawn answers and papers, and the day."""
    answers: dict[str, Any] = {"kept": "said"}
    for code, field in of.service.fields.items():
        if draw(st.booleans()):
            answers[code] = (
                draw(st.sampled_from([one.code for one in field.options])) if field.options else f"my {code}"
            )
    codes = [one.code for one in of.service.papers]
    papers = dict(enumerate(draw(st.lists(st.sampled_from(codes), max_size=6)))) if codes else {}
    position, today = draw(walks(of))
    origins = {code: {"from": "portrait"} for code in answers if draw(st.booleans())}
    promised = tuple(of.promise(run.clock) for run in position.runs)
    return Running(answers, origins, papers, position, promised), today


@st.composite
def walks(draw: st.DrawFn, of: Version) -> tuple[Position, date]:
    """A position that some walk reaches, not an end."""
    flow, position, today = of.flow, begin(of.flow), START
    for _ in range(draw(st.integers(0, 8))):
        day = today + timedelta(days=draw(st.integers(0, 12)))
        moved = _moved(draw, flow, position, day, of.service.own_limits)
        if moved is None or flow.state(moved.state).phase == "ended":
            break
        position, today = moved, day
    return position, today


def _moved(draw: st.DrawFn, flow: Flow, position: Position, day: date, limits: dict[str, Limit]) -> Position | None:
    waiting = [one for one in events(flow, position, CHINA, day) if one.kind is Kind.ACT]
    if waiting:
        answer = fall_due(flow, position, waiting[0].clock, on=day, limits=limits)
        return answer.position if isinstance(answer, Moved) else None
    acts = open_acts(flow, position, EVERYBODY)
    if not acts:
        return None
    act = draw(st.sampled_from(acts))
    given = Given(EVERYTHING, act.grounds[0] if act.grounds else None)
    answer = perform(flow, position, act.code, roles=EVERYBODY, on=day, limits=limits, given=given)
    return answer.position if isinstance(answer, Moved) else None
