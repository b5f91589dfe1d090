"""The page on which a dossier is asked for, and watched while it is made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wutong.portal.dossiers import access, actions
from wutong.portal.dossiers.forms import AskForm
from wutong.portal.exports.access import make_owner
from wutong.portal.exports.actions import KEPT_FOR, TooManyExports
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, enterprise_id: str) -> HttpResponse:
    """What a dossier holds, the choice of language and format, and the files of this browser."""
    enterprise = access.enterprise_of(enterprise_id)
    form = AskForm(request.POST or None, initial={"format": "pdf", "language": reader_language()})
    sentence = ""
    if request.method == "POST" and form.is_valid():
        format_, language = form.asked()
        try:
            actions.request_dossier(
                enterprise_id=enterprise.enterprise_id,
                name=enterprise.name_zh,
                format_=format_,
                language=language,
                by=make_owner(request),
            )
        except TooManyExports as error:
            sentence = error.in_language(reader_language())
        else:
            return redirect("dossiers:ask", enterprise.enterprise_id)
    context = {
        "enterprise": enterprise,
        "form": form,
        "sentence": sentence,
        "kept_hours": int(KEPT_FOR.total_seconds() // 3600),
    }
    return render(request, "dossiers/ask.html", context, status=400 if sentence or form.errors else 200)
