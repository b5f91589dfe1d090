"""One asks for one's own account to be erased, having seen what goes and what stays; or takes it back."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.actions import erasure
from wutong.portal.accounts.forms import ErasureForm
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.duties import owed_by
from wutong.portal.accounts.owning.holdings import outlook
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def erase(request: HttpRequest) -> HttpResponse:
    """What is handed over first, what goes, what stays and why; the password, and it is on its way."""
    person = Access.of(request).who
    form = ErasureForm(request.POST or None, person=person)
    if request.method == "POST":
        too_often: HttpResponse | None = ratelimit.consume_or_429(request, action="reauthenticate", user=person)
        if too_often is not None:
            return too_often
        if form.is_valid() and _asked(person, form):
            undo.tell(request, _("Your account is on its way out. You can still take it back."))
            return redirect("accounts:erase")
    going, staying = outlook(person)
    context = {
        "form": form,
        "owed": owed_by(person),
        "going": going,
        "staying": staying,
        "grace": catalogue().personal.grace,
        "waiting": erasure.waiting(person),
        "has_password": person.has_usable_password(),
        "done": undo.told(request),
    }
    return render(request, "accounts/erase.html", context, status=400 if form.errors else 200)


def _asked(person: Person, form: ErasureForm) -> bool:
    """Whether it was asked for; where it may not be, the form says why."""
    try:
        erasure.ask(person=person, by=person)
    except WutongError as error:
        form.add_error(None, error.in_language(reader_language()))
        return False
    return True


@require_POST
@signed_in
def take_back(request: HttpRequest) -> HttpResponse:
    """Stay after all."""
    person = Access.of(request).who
    erasure.take_back(person=person, by=person)
    undo.tell(request, _("Your account stays as it is."))
    return redirect("accounts:me")
