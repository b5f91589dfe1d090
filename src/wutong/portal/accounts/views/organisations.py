"""Organisations: the list, one with its members, entering one, changing its details, adding somebody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import queries, undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.actions import memberships, organisations
from wutong.portal.accounts.forms import MemberForm, OrganisationForm
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.views.lists import asked
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.paging import head, pages


@never_cache
@require_GET
@signed_in
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Every organisation whose members the reader may see."""
    access = Access.of(request)
    access.need(Permission.MEMBERS_SEE)
    wanted = asked(request, queries.ORGANISATION_ORDERS)
    found = queries.organisations(access, words=wanted.words, kind=wanted.kind, sort=wanted.sort, page=wanted.page)
    context = {
        "found": found,
        "wanted": wanted,
        "kinds": queries.kinds(),
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, wanted.sort) for name in queries.ORGANISATION_ORDERS},
        "may_create": access.may_everywhere(Permission.ORGANISATION_CREATE),
        "done": undo.told(request),
    }
    return render(request, "accounts/organisations.html", context)


@never_cache
@require_GET
@signed_in
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation and who is what in it."""
    access = Access.of(request)
    found = _organisation(access, Permission.MEMBERS_SEE, organisation_id)
    context = {
        "organisation": found,
        "members": queries.members(access, found),
        "former": queries.former_members(found),
        "may_manage": access.may(Permission.MEMBERS_MANAGE, found),
        "may_edit": access.may(Permission.ORGANISATION_EDIT, found),
        "done": undo.told(request),
    }
    return render(request, "accounts/organisation.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Enter an organisation."""
    access = Access.of(request)
    access.need_everywhere(Permission.ORGANISATION_CREATE)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = organisations.add_organisation(details=form.details(), by=access.who)
            undo.tell(request, _("Entered. Now add its first administrator."))
            return redirect("accounts:organisation", made.pk)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
    return _form_page(request, form, _("New organisation"), _("Enter"), reverse("accounts:organisations"))


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Change names and credit code."""
    access = Access.of(request)
    found = _organisation(access, Permission.ORGANISATION_EDIT, organisation_id)
    form = OrganisationForm(request.POST or None, organisation=found)
    back = reverse("accounts:organisation", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        before = {name: getattr(found, name) for name in ("name_zh", "name_en", "credit_code")}
        try:
            organisations.change_organisation(organisation=found, details=form.details(), by=access.who)
            undo.tell(request, _("Saved."), reverse("accounts:edit_organisation", args=[found.pk]), **before)
            return redirect(back)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
    return _form_page(request, form, wording(found.name), _("Save"), back)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def add_member(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Give somebody a role; whoever is new gets an invitation by mail."""
    access = Access.of(request)
    found = _organisation(access, Permission.MEMBERS_MANAGE, organisation_id)
    form = MemberForm(
        request.POST or None, roles=queries.grantable_roles(access, found), initial={"language": reader_language()}
    )
    back = reverse("accounts:organisation", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
        made = memberships.add_member(organisation=found, role=form.role_chosen, by=access.who, **data)
        sentence = _("%(name)s is now %(role)s.") % {
            "name": made.person.audit_label,
            "role": wording(made.role.name_text),
        }
        undo.tell(request, sentence, reverse("accounts:end", args=[made.pk]), confirmed="1")
        return redirect(back)
    title = _("Add somebody to %(organisation)s") % {"organisation": wording(found.name)}
    return _form_page(request, form, title, _("Add"), back)


def _organisation(access: Access, permission: Permission, organisation_id: int) -> Organisation:
    return access.get(Organisation.objects.all(), permission, through="pk", pk=organisation_id)


def _form_page(
    request: HttpRequest, form: OrganisationForm | MemberForm, title: str, act: str, back: str
) -> HttpResponse:
    context = {"form": form, "title": title, "act": act, "back": back}
    return render(request, "accounts/form.html", context, status=400 if form.errors else 200)
