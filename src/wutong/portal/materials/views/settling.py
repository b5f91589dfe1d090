"""What one keeper asks another to confirm: the list, and confirming, refusing or taking it back."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.materials import access
from wutong.portal.materials.actions import entries as writing
from wutong.portal.materials.forms import ReasonForm
from wutong.portal.materials.models import Keeper, Proposal
from wutong.portal.materials.queries import entries
from wutong.portal.materials.views.common import done_or_told


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Everything that waits in the reader's organisations."""
    reader = Access.of(request)
    reader.need(Permission.MATERIAL_SEE)
    own = access.own(reader, Proposal.objects.all(), through="stock__organisation")
    kept = set(Keeper.objects.filter(person=reader.who, until__isnull=True).values_list("place_id", flat=True))
    context = {
        "waiting": entries.waiting(own),
        "kept": kept,
        "reader": reader.who,
        "done": undo.told(request),
        "tab": "waiting",
    }
    return render(request, "materials/waiting.html", context)


@require_POST
@signed_in
def confirm(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Enter what another keeper asked for."""
    proposal = access.own_proposal(request, proposal_id)
    act = partial(writing.confirm, proposal=proposal, by=Access.of(request).who)
    return done_or_told(request, act, _("Confirmed and entered."), "materials:stock", proposal.stock_id)


@require_POST
@signed_in
def refuse(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Do not confirm it, and say why."""
    proposal = access.own_proposal(request, proposal_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        undo.tell(request, _("Say why it is refused."))
        return redirect("materials:waiting")
    why = form.cleaned_data["reason"]
    act = partial(writing.refuse, proposal=proposal, why=why, by=Access.of(request).who)
    return done_or_told(request, act, _("Refused; nothing has been entered."), "materials:waiting")


@require_POST
@signed_in
def withdraw(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take back what one asked for."""
    proposal = access.own_proposal(request, proposal_id)
    act = partial(writing.withdraw, proposal=proposal, by=Access.of(request).who)
    return done_or_told(request, act, _("Taken back; nothing has been entered."), "materials:waiting")
