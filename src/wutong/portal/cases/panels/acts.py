"""The acts that somebody may do to a case now: what each means, what follows from it, and its form."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.catalog.flows import Act
from wutong.portal.cases.actions.doing import SENDING
from wutong.portal.cases.forms.acts import ActForm, is_final
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import words
from wutong.portal.cases.queries.casepage import CasePage
from wutong.portal.shared.language import wording

_BAD = frozenset({"reject", "decline", "withdraw", "discard", "strike_out", "uphold"})
_BACK = frozenset({"return", "ask", "suspend", "suspend_consulting"})
_GOOD = frozenset({"accept", "grant", "deliver", "publish", "take", "finish"}) | frozenset(
    {"conclude", "close_panel", "resume", "resume_consulting"}
)

_ORDER = ("good", "back", "beside", "bad")


@dataclass(frozen=True, slots=True)
class ActCard:
    """One act. `address` is where its form goes; without a form it is a page of its own; `waits` is why not yet."""

    code: str
    title: str
    meaning: str
    follows: list[str]
    tone: str
    form: ActForm | None
    address: str
    is_open: bool
    refusal: str
    waits: str


def cards(page: CasePage, tried: ActForm | None = None, refusal: str = "") -> list[ActCard]:
    """A card for each act; the one that was tried and refused is open, with what was typed."""
    ordered = sorted(page.acts, key=lambda act: _ORDER.index(tone(act.code)))
    return [_card(page, act, tried, refusal) for act in ordered]


def _card(page: CasePage, act: Act, tried: ActForm | None, refusal: str) -> ActCard:
    case, is_tried = page.case, tried is not None and tried.act.code == act.code
    waits = ""
    if "opinion" in act.needs and page.answered < page.asked:
        told = {"in": page.answered, "asked": page.asked}
        waits = _("%(in)d of %(asked)d opinions are in; it waits for the others.") % told
    is_form = act.code not in SENDING and not waits
    name = "cases:send" if act.code in SENDING else "cases:do"
    arguments = [case.case_id] if act.code in SENDING else [case.case_id, act.code]
    return ActCard(
        code=act.code,
        title=wording(act.title),
        meaning=words.meaning(act.code),
        follows=list(follows(case, act)),
        tone=tone(act.code),
        form=(tried if is_tried else ActForm(case, act)) if is_form else None,
        address=reverse(name, args=arguments),
        is_open=is_tried,
        refusal=refusal if is_tried else "",
        waits=waits,
    )


def tone(code: str) -> str:
    """How an act looks: a step forward, back to the applicant, the end of a case, or beside the way."""
    for name, codes in (("bad", _BAD), ("back", _BACK), ("good", _GOOD)):
        if code in codes:
            return name
    return "beside"


def follows(case: Case, act: Act) -> Iterator[str]:
    """What an act leads to, from its declaration."""
    flow = case.flow
    if act.to is not None:
        yield _("The case becomes “%(state)s”.") % {"state": wording(flow.state(act.to).title)}
    for code in act.clocks.start:
        declared = flow.clock(code)
        limit = case.own_limits.get(code, declared.limit)
        yield _("Begins: %(clock)s, %(limit)s.") % {"clock": wording(declared.title), "limit": words.limit(limit)}
    running = {row.clock for row in case.clock_rows.all() if row.stopped_on is None}
    ends = [wording(flow.clock(code).title) for code in act.clocks.stop if code in running]
    if ends:
        yield _("Ends: %(clocks)s.") % {"clocks": "、".join(ends)}
    for code in act.clocks.pause:
        yield _("Stops for now: %(clock)s.") % {"clock": wording(flow.clock(code).title)}
    for code in act.clocks.extend:
        if (more := flow.clock(code).extension) is not None:
            told = {"clock": wording(flow.clock(code).title), "limit": words.limit(more)}
            yield _("Longer by %(limit)s: %(clock)s.") % told
    if act.letter:
        yield _("A letter goes out.")
    if is_final(flow, act):
        yield _("It cannot be undone.")
