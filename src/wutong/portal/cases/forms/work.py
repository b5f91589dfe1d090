"""The filter above the work list, and what is done with cases chosen from it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Person
from wutong.portal.cases.panels import words
from wutong.portal.cases.queries.clocks import Colour
from wutong.portal.cases.queries.worklist import ANY, NOBODY, SORTS, TABS, Asked, Behind
from wutong.portal.shared.catalogue import catalogue, flows_of_services
from wutong.portal.shared.language import wording

MOST_CHOSEN = 200
_RAN = ("stopped", "in_time", "late", "kept", "broken")


class WorkForm(forms.Form):
    """What narrows the list."""

    q = forms.CharField(label=_("Number, firm or service"), max_length=100, required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    colour = forms.ChoiceField(label=_("Time left"), required=False)
    assignee = forms.ChoiceField(label=_("Worked on by"), required=False)

    def __init__(self, data: Mapping[str, Any], people: Sequence[Person]) -> None:
        super().__init__({**{name: data[name] for name in data}, "state": _alike(data.get("state", ""))})
        self._offer("service", [(code, f"{code} {wording(rows[-1].title)}") for code, rows in _services()])
        self._offer("state", [(",".join(codes), " / ".join(titles)) for codes, titles in _by_words()])
        self._offer("colour", [(one.value, words.colour(one)) for one in Colour])
        known = [(str(one.pk), one.audit_label) for one in people]
        self._offer("assignee", [(NOBODY, _("nobody yet")), *known])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]


def asked_of(query: QueryDict, form: WorkForm) -> Asked:
    """What the address asks; anything odd counts as not asked."""
    form.is_valid()
    data = form.cleaned_data
    tab, sort = query.get("tab", ""), query.get("sort", "due")
    behind = behind_of(query)
    usual = ANY if behind.is_any else "mine"
    return Asked(
        tab=tab if tab in {*TABS, ANY} else usual,
        words=data.get("q", "").replace("\0", "").strip(),
        service=data.get("service", ""),
        states=tuple(filter(None, data.get("state", "").split(","))),
        colour=Colour(data["colour"]) if data.get("colour") else None,
        assignee=data.get("assignee", ""),
        sort=sort if sort.removeprefix("-") in SORTS else "due",
        behind=behind,
    )


def behind_of(query: QueryDict) -> Behind:
    """The figure whose cases the address asks for."""
    clocks = {clock.code for flow in flows_of_services().values() for clock in flow.clocks}
    ran, stars, lead = query.get("ran", ""), query.get("stars", ""), query.get("lead", "")
    return Behind(
        clocks=tuple(code for code in query.get("clocks", "").split(",") if code in clocks),
        ran=ran if ran in _RAN else "",
        event=_declared_act(query.get("event", "")),
        left=query.get("left", "") if query.get("left", "") in dict(states()) else "",
        stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else None,
        is_ended=query.get("is_ended", "") == "1",
        lead=int(lead) if lead.isdecimal() and len(lead) < 10 else None,
        since=day_asked(query.get("since", "")),
        until=day_asked(query.get("until", "")),
    )


def day_asked(text: str) -> date | None:
    """A day in an address, or nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def chosen_of(query: QueryDict) -> dict[str, int]:
    """The cases that were ticked, each with the number of its steps that was seen."""
    found = {}
    for one in query.getlist("case")[:MOST_CHOSEN]:
        case_id, _colon, steps = one.partition(":")
        if len(case_id) == 36 and steps.isdecimal() and len(steps) < 9:
            found[case_id] = int(steps)
    return found


def states() -> list[tuple[str, str]]:
    """Every state of every flow by its code; flows that share a code share its words."""
    found = {state.code: wording(state.title) for flow in flows_of_services().values() for state in flow.states}
    return [(code, title) for code, title in found.items() if code != "draft"]


def _by_words() -> list[tuple[list[str], list[str]]]:
    """The same states, those together that read alike in Chinese: nobody could tell two such choices apart.

    Each with its codes and, in the reader's language, its words.
    """
    found: dict[str, dict[str, str]] = {}
    for flow in flows_of_services().values():
        for state in flow.states:
            if state.code != "draft":
                found.setdefault(state.title.zh, {})[state.code] = wording(state.title)
    return [(list(alike), list(dict.fromkeys(alike.values()))) for alike in found.values()]


def _alike(code: str) -> str:
    """The choice that holds a state: an address may name the state alone."""
    return next((",".join(codes) for codes, _titles in _by_words() if code in codes), code)


def _declared_act(code: str) -> str:
    return code if any(flow.act(code) is not None for flow in flows_of_services().values()) else ""


def _services() -> list[tuple[str, Any]]:
    return sorted(catalogue().services.items())
