"""Roles: give another, take one away, hand over. Each is shown before it is done, and can be taken back after."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import queries, undo
from wutong.portal.accounts.access import Access, held_now, signed_in
from wutong.portal.accounts.actions import memberships
from wutong.portal.accounts.forms import HandOverForm, RoleForm
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role, administrator_of
from wutong.portal.shared.language import reader_language, wording


@never_cache
@require_GET
@signed_in
def membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """What can be done with one role of somebody."""
    access = Access.of(request)
    found = _membership(access, membership_id)
    is_leading = found.role is administrator_of(found.organisation.kind)
    context = {
        "membership": found,
        "form": RoleForm(roles=_others(access, found)),
        "hand_over": HandOverForm(people=_successors(found)) if is_leading else None,
    }
    return render(request, "accounts/membership.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Show what another role brings and takes, then give it in the place of the old one."""
    access = Access.of(request)
    found = _membership(access, membership_id)
    form = RoleForm(request.POST or request.GET, roles=_others(access, found))
    if not form.is_valid():
        return redirect("accounts:membership", membership_id)
    role = form.role_chosen
    if request.POST.get("confirmed") != "1":
        return _confirm_change(request, found, role)
    old = found.role
    try:
        new = memberships.change_role(membership=found, role=role, by=access.who)
    except WutongError as error:
        return _refused(request, found, error)
    names = {"name": found.person.audit_label, "role": wording(role.name_text)}
    back = reverse("accounts:change", args=[new.pk])
    undo.tell(request, _("%(name)s is now %(role)s.") % names, back, role=old.code, confirmed="1")
    return redirect("accounts:organisation", found.organisation_id)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ask whether a role shall be taken away, and do so."""
    access = Access.of(request)
    found = _membership(access, membership_id)
    if request.POST.get("confirmed") != "1":
        return render(request, "accounts/confirm.html", {"membership": found, "lost": _texts(found.role, None)})
    try:
        memberships.end(membership=found, by=access.who)
    except WutongError as error:
        return _refused(request, found, error)
    names = {"name": found.person.audit_label, "role": wording(found.role.name_text)}
    address = reverse("accounts:grant_again", args=[found.pk])
    undo.tell(request, _("%(name)s is no longer %(role)s.") % names, address)
    return redirect("accounts:organisation", found.organisation_id)


@require_POST
@signed_in
def grant_again(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a role again that was taken away."""
    access = Access.of(request)
    over = Membership.objects.filter(until__isnull=False).select_related("organisation", "person")
    found = access.get(over, Permission.MEMBERS_MANAGE, pk=membership_id)
    if not access.may_grant(found.role, found.organisation):
        raise Http404
    memberships.grant(person=found.person, organisation=found.organisation, role=found.role, by=access.who)
    names = {"name": found.person.audit_label, "role": wording(found.role.name_text)}
    undo.tell(request, _("%(name)s is %(role)s again.") % names)
    return redirect("accounts:organisation", found.organisation_id)


@require_POST
@signed_in
def hand_over(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Put another member in an administrator's place, after having asked."""
    access = Access.of(request)
    found = _membership(access, membership_id)
    form = HandOverForm(request.POST, people=_successors(found))
    if found.role is not administrator_of(found.organisation.kind) or not form.is_valid():
        return redirect("accounts:membership", membership_id)
    to: Person = form.cleaned_data["to"]
    if request.POST.get("confirmed") != "1":
        context = {"membership": found, "to": to, "lost": _texts(found.role, None)}
        return render(request, "accounts/confirm.html", context)
    memberships.hand_over(membership=found, to=to, by=access.who)
    names = {"name": to.audit_label, "role": wording(found.role.name_text)}
    undo.tell(request, _("%(name)s is now %(role)s.") % names)
    may_still_see = Access.of_person(access.who).may(Permission.MEMBERS_SEE, found.organisation)
    return redirect("accounts:organisation", found.organisation_id) if may_still_see else redirect("accounts:me")


def _membership(access: Access, membership_id: int) -> Membership:
    """A role that the reader may change; raises Http404 for any other."""
    open_ones = held_now(Membership.objects.select_related("organisation", "person"))
    found = access.get(open_ones, Permission.MEMBERS_MANAGE, pk=membership_id)
    if not access.may_grant(found.role, found.organisation):
        raise Http404
    return found


def _others(access: Access, found: Membership) -> list[Role]:
    return [role for role in queries.grantable_roles(access, found.organisation) if role is not found.role]


def _successors(found: Membership) -> QuerySet[Person]:
    now = held_now(found.organisation.memberships.all()).values("person_id")
    return Person.objects.filter(pk__in=now, is_active=True).exclude(pk=found.person_id).order_by("name")


def _confirm_change(request: HttpRequest, found: Membership, role: Role) -> HttpResponse:
    context = {
        "membership": found,
        "role": role,
        "lost": _texts(found.role, role),
        "gained": _texts(role, found.role),
    }
    return render(request, "accounts/confirm.html", context)


def _texts(has: Role, lacks: Role | None) -> list[str]:
    """What `has` allows and `lacks` does not, in words."""
    gone = has.permissions - (lacks.permissions if lacks else frozenset())
    return sorted(wording(permission.text) for permission in gone)


def _refused(request: HttpRequest, found: Membership, error: WutongError) -> HttpResponse:
    undo.tell(request, error.in_language(reader_language()))
    return redirect("accounts:organisation", found.organisation_id)
