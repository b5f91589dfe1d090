"""The desk: the next name to judge, its answer by keyboard or button, and the step back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo as steps
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.undo import Done
from wutong.portal.atlas.access import current_release
from wutong.portal.desk import access, panels
from wutong.portal.desk.access import Judge
from wutong.portal.desk.actions import judging
from wutong.portal.desk.answering import answer
from wutong.portal.desk.forms import LONGEST_OTHER, JudgeForm, OtherForm, WantedForm
from wutong.portal.desk.models import Judgement, Kind
from wutong.portal.desk.naming import key_of
from wutong.portal.desk.queries import judged, queue
from wutong.portal.desk.queries.others import looked_for
from wutong.portal.desk.queries.queue import Item, Queue
from wutong.portal.desk.queries.sides import occurrences_of, sides_of
from wutong.portal.shared.language import reader_language

_MOST_SKIPPED = 100_000


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The next of the queue as it is wanted; or one name, whether it waits or was judged, with what is looked for."""
    judge = access.judge(request)
    named = _with_other(request, _named(request))
    return _page(request, judge, named=named, done=steps.told(request))


@require_POST
@signed_in
def judge(request: HttpRequest) -> HttpResponse:
    """Record an answer and show the next name at once."""
    by = access.judge(request)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    kind, name = Kind(data["kind"]), data["name"]
    try:
        answer_id = answer(
            release=current_release(),
            kind=kind,
            name=name,
            seen=(data["release"], data["step"]),
            verdict=data["verdict"],
            candidate=data["candidate"],
            why=data["why"].strip(),
            by=by,
        )
    except WutongError as error:
        return _next(request, by, (kind, name), Done(error.in_language(reader_language())), is_refused=True)
    sentence = _sentences()[data["verdict"]] % {"name": name}
    return _next(request, by, (kind, name), Done(sentence, _here(request, "desk:undo", answer_id)))


@require_POST
@signed_in
def undo(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Take back what the reader judged in one go, and show the name again."""
    by = access.judge(request)
    found = access.answer_of(request, answer_id)
    kind, name = Kind(found[0].kind), found[0].name
    try:
        judging.undo(judged=found, release_version=current_release().version, by=by)
    except WutongError as error:
        return _next(request, by, (kind, name), Done(error.in_language(reader_language())), is_refused=True)
    sentence = _("“%(name)s”: taken back.") % {"name": name}
    return _next(request, by, (kind, name), Done(sentence))


def _sentences() -> dict[str, str]:
    """What was done, by what was asked."""
    return {
        "same": _("“%(name)s”: the same."),
        "different": _("“%(name)s”: different."),
        "none": _("“%(name)s”: none of these."),
        "unsure": _("“%(name)s”: unsure."),
    }


def _next(
    request: HttpRequest, by: Judge, about: tuple[Kind, str], done: Done, *, is_refused: bool = False
) -> HttpResponse:
    """The same name while something of it is open, then whatever comes first."""
    if not getattr(request, "htmx", False):
        steps.tell(request, done.sentence, done.address, **done.fields)
        return redirect(_here(request, "desk:queue"))
    return _page(request, by, stay=about, done=done, is_refused=is_refused)


def _page(
    request: HttpRequest,
    by: Judge,
    *,
    named: Item | None = None,
    stay: tuple[Kind, str] | None = None,
    done: Done | None = None,
    is_refused: bool = False,
) -> HttpResponse:
    release = current_release()
    wanted = WantedForm(request.GET).wanted()
    everything = queue.queue_of(release)
    items = queue.narrowed(everything, wanted)
    skipped = 0 if stay else _skipped(request)
    item = named or _at(items, stay, skipped)
    context: dict[str, Any] = {
        "queue": everything,
        "wanted": wanted,
        "found": len(items),
        "skipped": skipped,
        "later": _address(wanted_query(request), skip=skipped + 1) if skipped + 1 < len(items) else "",
        "first": _address(wanted_query(request)) if skipped else "",
        "done": done,
        "is_refused": is_refused,
        "is_named": named is not None,
        "other": OtherForm(request.GET).text() if named else "",
        "longest_other": LONGEST_OTHER,
        "query": urlencode(wanted_query(request)),
        "wanted_fields": wanted_query(request),
        **_choices(everything),
        **_last(request, by, done),
        **(_shown(item) if item else {}),
    }
    is_part = bool(getattr(request, "htmx", False))
    return render(request, "desk/parts/work.html" if is_part else "desk/queue.html", context)


def _shown(item: Item) -> dict[str, Any]:
    """One name with both sides."""
    release = current_release()
    sides = sides_of(release, [one.enterprise_id for one in item.tie.candidates])
    last = judged.last_of(item.tie.kind, item.tie.key)
    cards = panels.cards(item, sides)
    return {
        "item": item,
        "cards": cards,
        "chosen": next((card.candidate.enterprise_id for card in cards if card.is_found or card.is_open), ""),
        "groups": panels.groups(item, occurrences_of(release, item.tie)),
        "worth": panels.worth(item),
        "last": last,
        "step": last.step if last else 0,
        "version": release.version,
    }


def _at(items: list[Item], stay: tuple[Kind, str] | None, skipped: int) -> Item | None:
    if stay is not None:
        kind, key = stay[0], key_of(stay[1])
        same = next((one for one in items if (one.tie.kind, one.tie.key) == (kind, key)), None)
        if same is not None:
            return same
    return items[min(skipped, len(items) - 1)] if items else None


def _named(request: HttpRequest) -> Item | None:
    """The name that the address asks for; raises Http404 where the release has none."""
    name = request.GET.get("name", "").replace("\0", "")
    if not name:
        return None
    kind = request.GET.get("of", Kind.NAME_ENTERPRISE.value)
    found = queue.item_of(current_release(), Kind(kind), name) if kind in Kind.values else None
    if found is None or not found.tie.candidates:
        raise Http404
    return found


def _with_other(request: HttpRequest, named: Item | None) -> Item | None:
    """With what the judge looks for among the candidates."""
    text = OtherForm(request.GET).text()
    if named is None or not text:
        return named
    return queue.with_found(named, looked_for(current_release(), named.tie.kind, text))


def _choices(everything: Queue) -> dict[str, Any]:
    tables, divisions = queue.choices(everything.items)
    return {
        "tables": [(code, panels.table_title(code), count) for code, count in tables.items()],
        "divisions": [(code, panels.division_title(code), count, _depth(code)) for code, count in divisions.items()],
    }


def _depth(code: str) -> int:
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def _last(request: HttpRequest, by: Judge, done: Done | None) -> dict[str, Any]:
    """What can be taken back: what was just done, or else the reader's newest judgement that holds."""
    held: Judgement | None = None if done and done.address else judged.last_answer(by.person)
    address = done.address if done and done.address else _here(request, "desk:undo", held.answer_id) if held else ""
    return {"undo_address": address, "undo_name": held.name if held else ""}


def _skipped(request: HttpRequest) -> int:
    asked = request.GET.get("skip", "")
    return min(int(asked), _MOST_SKIPPED) if asked.isdecimal() and len(asked) < 7 else 0


def wanted_query(request: HttpRequest) -> dict[str, str]:
    """The filter in the address, without where in the queue the reader is."""
    return {name: value for name in ("kind", "table", "division", "q") if (value := request.GET.get(name, ""))}


def _address(query: dict[str, str], **more: int) -> str:
    asked = urlencode({**query, **more})
    return f"{reverse('desk:queue')}?{asked}" if asked else reverse("desk:queue")


def _here(request: HttpRequest, name: str, *args: UUID) -> str:
    """A page of the desk with the filter as it is."""
    query = urlencode(wanted_query(request))
    address = reverse(name, args=args)
    return f"{address}?{query}" if query else address
