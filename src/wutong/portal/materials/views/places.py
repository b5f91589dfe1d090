"""Storage places, their keepers and the ledgers that are opened there."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, held_now, signed_in
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.materials import access
from wutong.portal.materials.actions import places as writing
from wutong.portal.materials.forms import KeeperForm, PlaceForm, StockForm
from wutong.portal.materials.models import Place
from wutong.portal.materials.queries import stocks
from wutong.portal.materials.views.common import done_or_told, form_page
from wutong.portal.shared.language import reader_language


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Every place of the holder, with its keepers."""
    holder = access.holder(request)
    may_manage = Access.of(request).may(Permission.MATERIAL_MANAGE, holder)
    context = {
        "holder": holder,
        "holders": list(access.holders(Access.of(request))),
        "rows": stocks.places(holder),
        "may_manage": may_manage,
        "people": list(_people(holder)) if may_manage else [],
        "done": undo.told(request),
        "tab": "places",
    }
    return render(request, "materials/places.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Enter a place."""
    holder = access.managed_holder(request)
    form = PlaceForm(request.POST or None)
    back = f"{reverse('materials:places')}?holder={holder.pk}"
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name].strip() for name in ("name", "location")}
        try:
            writing.add_place(holder=holder, by=Access.of(request).who, **data)
            undo.tell(request, _("Entered. Now name two keepers."))
            return redirect(back)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
    return form_page(request, form, _("New storage place"), _("Enter"), back)


@require_POST
@signed_in
def name_keeper(request: HttpRequest, place_id: int) -> HttpResponse:
    """Let somebody keep a place."""
    place = access.managed_place(request, place_id)
    form = KeeperForm(request.POST, people=_people(place.organisation))
    if not form.is_valid():
        return redirect("materials:places")
    person: Person = form.cleaned_data["person"]
    act = partial(writing.name_keeper, place=place, person=person, by=Access.of(request).who)
    sentence = _("%(name)s keeps %(place)s.") % {"name": person.audit_label, "place": place.name}
    return done_or_told(request, act, sentence, "materials:places")


@require_POST
@signed_in
def dismiss_keeper(request: HttpRequest, place_id: int, person_id: int) -> HttpResponse:
    """Let somebody keep a place no longer."""
    place = access.managed_place(request, place_id)
    held = Person.objects.filter(kept_places__place=place, kept_places__until__isnull=True)
    person = get_object_or_404(held, pk=person_id)
    act = partial(writing.dismiss_keeper, place=place, person=person, by=Access.of(request).who)
    sentence = _("%(name)s no longer keeps %(place)s.") % {"name": person.audit_label, "place": place.name}
    return done_or_told(request, act, sentence, "materials:places")


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def open_stock(request: HttpRequest) -> HttpResponse:
    """Open a ledger for a substance at a place."""
    holder = access.managed_holder(request)
    places = Place.objects.filter(organisation=holder).order_by("name", "pk")
    form = StockForm(request.POST or None, substances=stocks.substances(holder), places=places)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("substance", "place")}
        try:
            made = writing.open_stock(by=Access.of(request).who, **data)
            return redirect("materials:stock", made.pk)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
    return form_page(request, form, _("Open a ledger"), _("Open"), reverse("materials:home"))


def _people(holder: Organisation) -> QuerySet[Person]:
    """Who may be named a keeper."""
    held = held_now(Membership.objects.filter(organisation=holder, role_code__in=writing.KEEPING))
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("name", "pk")
