"""My account: name, language, password, second factor, and what I am where."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import queries, undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.actions import memberships, people
from wutong.portal.accounts.actions.erasure import waiting
from wutong.portal.accounts.forms import ProfileForm
from wutong.portal.accounts.models import Membership
from wutong.portal.accounts.notices import django_language
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """The reader's own account."""
    access = Access.of(request)
    person = access.who
    form = ProfileForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        people.change_profile(person=person, by=person, **form.cleaned_data)
        person.refresh_from_db()
        with override(django_language(person)):
            undo.tell(request, _("Saved."))
        return _in_language(redirect("accounts:me"), django_language(person))
    row = queries.person_row(access, person)
    is_verified = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists()
    context = {"form": form, "row": row, "done": undo.told(request), "is_verified": is_verified}
    context["erasure"] = waiting(person)
    return render(request, "accounts/me.html", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give up a role of one's own."""
    person = Access.of(request).who
    membership = Membership.objects.filter(pk=membership_id, person=person, until__isnull=True).first()
    if membership is not None:
        try:
            memberships.end(membership=membership, by=person)
            undo.tell(request, _("You have given up this role."))
        except WutongError as error:
            undo.tell(request, error.in_language(reader_language()))
    return redirect("accounts:me")


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    """The same answer, with the language remembered by the browser."""
    age, is_secure = settings.LANGUAGE_COOKIE_AGE, settings.LANGUAGE_COOKIE_SECURE
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=age, samesite="Lax", secure=is_secure)
    return response
