"""Risk opinions before import: the list with its clocks, asking, declaring conflicts, asking experts, giving."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel.clock import today
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.imports import clocks
from wutong.portal.imports.access import Reader
from wutong.portal.imports.actions import assessing as actions
from wutong.portal.imports.forms.assessing import AskForm, AssignForm, ConflictForm, GiveForm
from wutong.portal.imports.models import Assessment, Assessor, Opinion
from wutong.portal.imports.panels import walks, words
from wutong.portal.imports.queries import opinions as queries
from wutong.portal.imports.queries.lists import wanted
from wutong.portal.imports.views.lists import file, heads
from wutong.portal.imports.views.page import done, shown
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.paging import pages


@never_cache
@require_GET
@signed_in
def opinions(request: HttpRequest) -> HttpResponseBase:
    """Opinions that were asked for, what waits first."""
    reader = Reader.of(request)
    asked = wanted(request, orders=queries.OPINION_ORDERS, usual="stage", stands=Opinion.Stage.values)
    if (form := request.GET.get("file")) is not None:
        return file(request, reader, "opinions", form, queries.sought_opinions(reader.opinions(), asked))
    found, on = queries.opinions(reader.opinions(), asked), today()
    context = {
        "found": found,
        "asked": asked,
        "stands": [(code, words.stage(code), None) for code in Opinion.Stage.values],
        "rows": [(one, words.stage(one.stage), words.risk(one.risk), clocks.running(one, on)) for one in found.rows],
        "heads": heads(request, queries.OPINION_ORDERS, asked.sort),
        "pages": pages(request, found.page, found.pages),
        "sees_many": reader.is_assessor or reader.is_expert or reader.sees_many,
        "may_ask": reader.own().exists(),
        "days": clocks.days(),
    }
    return shown(request, "opinions", "opinions", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an opinion, from a kept result where the address names one."""
    reader = Reader.of(request)
    own = reader.own()
    if not own.exists():
        raise Http404
    kept = _kept(request, reader)
    initial = {"item": kept.item, "organisation": kept.organisation_id} if kept else {}
    form = AskForm(request.POST if request.method == "POST" else None, own=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        organisation = form.chosen()
        kept = kept if kept and kept.organisation_id == organisation.pk else None
        made = actions.ask(organisation=organisation, asked=form.asked(), assessment=kept, by=reader.who)
        undo.tell(request, _("You have asked for an opinion."))
        return redirect("imports:opinion", made.pk)
    context = {"form": form, "kept": kept, "service": catalogue().services[clocks.CODE][-1], "days": clocks.days()}
    return shown(request, "ask", "opinions", context, status=400 if form.errors else 200)


@never_cache
@require_GET
@signed_in
def opinion(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """One opinion, or what is asked."""
    reader = Reader.of(request)
    return _page(request, reader, reader.opinion(opinion_id))


@require_POST
@signed_in
def withdraw(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """No longer ask for it."""
    reader = Reader.of(request)
    held = reader.opinion(opinion_id)
    reader.need_holder_of(held.organisation_id)
    act = lambda: actions.withdraw(opinion=held, by=reader.who)  # noqa: E731
    return done(request, act, _("You no longer ask for it."), "imports:opinion", held.pk)


@require_POST
@signed_in
def assign(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Ask an expert."""
    reader = Reader.of(request)
    reader.need_assessor()
    held = reader.opinion(opinion_id)
    form = AssignForm(request.POST, experts=queries.experts_for(held))
    if not form.is_valid():
        return _page(request, reader, held, assign_form=form)
    person = form.cleaned_data["person"]
    sentence = _("%(name)s is asked to assess.") % {"name": person.audit_label}
    return done(
        request,
        lambda: actions.assign(opinion=held, person=person, by=reader.who),
        sentence,
        "imports:opinion",
        held.pk,
    )


@require_POST
@signed_in
def declare(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Declare whether one has a conflict of interest."""
    reader, held = _assessing(request, opinion_id)
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _page(request, reader, held, conflict_form=form)
    has_conflict, note = form.cleaned_data["has_conflict"] == "yes", form.cleaned_data["note"]
    act = lambda: actions.declare_conflict(opinion=held, has_conflict=has_conflict, note=note, by=reader.who)  # noqa: E731
    return done(request, act, _("Your declaration is recorded."), "imports:opinion", held.pk)


@require_POST
@signed_in
def give(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Give the opinion."""
    reader, held = _assessing(request, opinion_id)
    form = GiveForm(request.POST)
    if not form.is_valid():
        return _page(request, reader, held, give_form=form)
    act = lambda: actions.give(opinion=held, given=form.given(), by=reader.who)  # noqa: E731
    return done(request, act, _("The opinion is given."), "imports:opinion", held.pk)


def _assessing(request: HttpRequest, opinion_id: int) -> tuple[Reader, Opinion]:
    """The reader and an opinion that they may give; raises Http404."""
    reader = Reader.of(request)
    held = reader.opinion(opinion_id)
    if not reader.may_assess(held):
        raise Http404
    return reader, held


def _kept(request: HttpRequest, reader: Reader) -> Assessment | None:
    """The kept result that the address names; raises Http404 for one that the reader may not see."""
    asked = request.GET.get("assessment", "")
    return reader.assessment(int(asked)) if asked.isdecimal() and len(asked) < 15 else None


def _guide(held: Opinion) -> str:
    """The address of what the guide says, where the opinion is asked on that."""
    kept = held.assessment
    return walks.address(dict(kept.answers), kept.tree_version) if kept else ""


def _page(request: HttpRequest, reader: Reader, held: Opinion, **sent: forms.Form) -> HttpResponse:
    """The opinion; `sent` are forms with their errors, in the place of empty ones."""
    duty = reader.duty(held)
    declared = duty.declared if duty else ""
    may_assess = held.is_waiting and reader.may_assess(held)
    is_own = reader.may_act_for(held.organisation_id)
    context = {
        "opinion": held,
        "stage": words.stage(held.stage),
        "clock": clocks.running(held, today()),
        "origin": words.origin(held.origin),
        "item_class": words.item_class(held.item_class),
        "grade": words.grade(held.grade),
        "risk": words.risk(held.risk),
        "duties": list(held.assessors.select_related("person").order_by("pk")) if reader.is_assessor else [],
        "declared": declared,
        # Who has not declared, or has a conflict, is not shown what it is made of.
        "guide": _guide(held),
        "may_read": is_own or reader.is_assessor or declared == Assessor.Declared.NONE or reader.sees(held),
        "may_declare": may_assess and not declared,
        "may_give": may_assess and declared == Assessor.Declared.NONE,
        "may_assign": held.is_waiting and reader.is_assessor,
        "may_withdraw": held.is_waiting and is_own,
        "conflict_form": ConflictForm(),
        "give_form": GiveForm(),
        "assign_form": AssignForm(experts=queries.experts_for(held)),
        **sent,
    }
    return shown(request, "opinion", "opinions", context, status=400 if sent else 200)
