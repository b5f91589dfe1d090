"""A clock of a case as its page shows it: when it ends, and each reason why it ends then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wutong.catalog.flows import Flow, Unit
from wutong.portal.cases.panels import words
from wutong.portal.cases.queries.clocks import Standing, Taken
from wutong.portal.services.words import sureness
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day


@dataclass(frozen=True, slots=True)
class ClockCard:
    """One run. `because` are the reasons in the order in which they count; `colour` is a code, `told` its words."""

    title: str
    colour: str
    told: str
    state: str
    ends: date | None
    left: str
    is_running: bool
    is_provisional: bool
    because: list[str]
    promise: str
    after: str


def card(flow: Flow, one: Standing) -> ClockCard:
    """One run of a clock in the reader's language."""
    run = one.run
    return ClockCard(
        title=wording(one.declared.title),
        colour=one.colour.value,
        told=words.colour(one.colour) if run.is_running else "",
        state=_state(one),
        ends=one.ends.day if run.is_running else run.stopped_on,
        left=_left(one),
        is_running=run.is_running,
        is_provisional=run.is_running and one.ends.is_provisional,
        because=list(_because(flow, one)),
        promise=_promise(one),
        after=_after(flow, one),
    )


def _state(one: Standing) -> str:
    if not one.run.is_running:
        if one.is_in_time is None:
            return _("Stopped")
        return _("Stopped in time") if one.is_in_time else _("Ran out")
    return _("Paused") if one.run.is_paused else _("Running")


def _left(one: Standing) -> str:
    unit = one.run.limit.unit
    if one.left is None:
        return _("%(days)s so far") % {"days": words.days(one.used, Unit.WORKING_DAY)}
    if not one.run.is_running:
        spent = words.days(one.used, unit)
        return _("%(spent)s of %(whole)d used") % {"spent": spent, "whole": one.run.whole or 0}
    if one.left < 0:
        return _("%(days)s over") % {"days": words.days(-one.left, unit)}
    return _("%(days)s left") % {"days": words.days(one.left, unit)}


def _because(flow: Flow, one: Standing) -> Iterator[str]:
    run, whole = one.run, one.run.limit
    yield _started(flow, one)
    said = {"limit": words.limit(whole), "basis": wording(one.basis.text), "sure": sureness(one.basis.confidence)}
    if whole.unit is Unit.NONE:
        yield _("No limit is set: %(basis)s (%(sure)s).") % said
    else:
        yield _("Limit %(limit)s: %(basis)s (%(sure)s).") % said
    for taken in one.taken:
        yield _paused(flow, one, taken)
    yield from _extended(one)
    if run.is_running and one.ends.if_resumed is not None:
        told = {"day": day(one.ends.if_resumed)}
        yield _("While it is paused it has no end; were it resumed today, it would end on %(day)s.") % told
    if one.ends.day is not None:
        yield _("So the last day is %(day)s.") % {"day": day(one.ends.day)}
        if whole.unit is not Unit.WORKING_DAY:
            yield _("Plain days are counted; an end on a day off moves to the next working day.")
    if run.is_running and one.ends.is_provisional:
        yield _(
            "Provisional: the holidays of a year that counts are not published yet. The date is reckoned anew when "
            "they are."
        )


def _started(flow: Flow, one: Standing) -> str:
    act = flow.act(one.began.act) if one.began else None
    told = {"day": day(one.run.started_on), "act": wording(act.title) if act else ""}
    if act is not None:
        return _("Began on %(day)s with “%(act)s”; that day does not count.") % told
    return _("Began on %(day)s; that day does not count.") % told


def _paused(flow: Flow, one: Standing, taken: Taken) -> str:
    pause = taken.pause
    told = {"ground": ground(flow, pause.kind), "start": day(pause.start), "end": day(pause.end)}
    told["days"] = words.days(taken.days, one.run.limit.unit)
    if pause.end is None:
        return _("%(ground)s, since %(start)s: %(days)s taken out so far.") % told
    return _("%(ground)s, %(start)s to %(end)s: %(days)s taken out.") % told


def _extended(one: Standing) -> Iterator[str]:
    for number, added in enumerate(one.run.added):
        told = {"days": words.days(added, one.run.limit.unit)}
        step = one.longer[number] if number < len(one.longer) else None
        if step is None:
            yield _("Extended by %(days)s.") % told
        else:
            told |= {"day": day(step.on), "who": step.by_name, "why": step.reason}
            yield _("Extended by %(days)s on %(day)s by %(who)s: %(why)s") % told


def _promise(one: Standing) -> str:
    if one.promised is None:
        return ""
    if one.promised.day is None:
        return _("Promised sooner than the limit; paused with it.")
    return _("Promised by %(day)s") % {"day": day(one.promised.day)}


def _after(flow: Flow, one: Standing) -> str:
    act = flow.act(one.declared.on_due) if one.declared.on_due and one.run.is_running else None
    if act is None:
        return ""
    told = {"act": wording(act.title), "basis": wording(act.basis.text) if act.basis else ""}
    if act.basis is None:
        return _("If nothing is done by then: %(act)s.") % told
    return _("If nothing is done by then: %(act)s (%(basis)s).") % told


def ground(flow: Flow, code: str) -> str:
    """The ground of a pause: declared by the flow, or the act that paused."""
    if code in flow.grounds:
        return wording(flow.grounds[code].text)
    act = flow.act(code)
    return wording(act.title) if act else code
