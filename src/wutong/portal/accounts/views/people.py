"""People: the list, one person, and whether they may sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import queries, undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.actions import people
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.views.lists import asked
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import head, pages


@never_cache
@require_GET
@signed_in
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader may see."""
    access = Access.of(request)
    access.need(Permission.MEMBERS_SEE)
    wanted = asked(request, queries.PEOPLE_ORDERS)
    found = queries.people(access, words=wanted.words, sort=wanted.sort, page=wanted.page)
    context = {
        "found": found,
        "wanted": wanted,
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, wanted.sort) for name in queries.PEOPLE_ORDERS},
        "may_add": access.may(Permission.MEMBERS_MANAGE),
        "done": undo.told(request),
    }
    return render(request, "accounts/people.html", context)


@never_cache
@require_GET
@signed_in
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person, with the roles that the reader may see."""
    access = Access.of(request)
    found = _person(access, person_id, Permission.MEMBERS_SEE)
    row = queries.person_row(access, found)
    context = {
        "row": row,
        "changeable": {held.membership_id for held in row.held if access.may_grant(held.role, held.organisation)},
        "may_suspend": access.may_everywhere(Permission.PEOPLE_SUSPEND)
        and found != access.person
        and not found.is_erased,
        "may_invite": row.is_invited and access.may(Permission.MEMBERS_MANAGE),
        "may_read_audit": access.may(Permission.AUDIT_READ),
        "done": undo.told(request),
    }
    return render(request, "accounts/person.html", context)


@require_POST
@signed_in
def invite_again(request: HttpRequest, person_id: int) -> HttpResponse:
    """Send the invitation once more."""
    access = Access.of(request)
    found = _person(access, person_id, Permission.MEMBERS_MANAGE)
    if queries.person_row(access, found).is_invited:
        people.invite(person=found, by=access.who)
        undo.tell(request, _("The invitation has been sent to %(email)s.") % {"email": found.email})
    return redirect("accounts:person", person_id)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def suspend(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask whether somebody shall be shut out, and do so."""
    access = Access.of(request)
    access.need_everywhere(Permission.PEOPLE_SUSPEND)
    found = get_object_or_404(Person.objects.exclude(pk=access.who.pk), pk=person_id)
    if request.method == "GET":
        return render(request, "accounts/suspend.html", {"person": found})
    try:
        people.suspend(person=found, by=access.who)
    except WutongError as error:
        undo.tell(request, error.in_language(reader_language()))
    else:
        sentence = _("%(name)s can no longer sign in.") % {"name": found.audit_label}
        undo.tell(request, sentence, reverse("accounts:restore", args=[person_id]))
    return redirect("accounts:person", person_id)


@require_POST
@signed_in
def restore(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody in again."""
    access = Access.of(request)
    access.need_everywhere(Permission.PEOPLE_SUSPEND)
    found = get_object_or_404(Person, pk=person_id)
    try:
        people.restore(person=found, by=access.who)
    except WutongError as error:
        undo.tell(request, error.in_language(reader_language()))
    else:
        undo.tell(request, _("%(name)s can sign in again.") % {"name": found.audit_label})
    return redirect("accounts:person", person_id)


def _person(access: Access, person_id: int, permission: Permission) -> Person:
    access.need(permission)
    return get_object_or_404(queries.visible_people(access, permission), pk=person_id)
