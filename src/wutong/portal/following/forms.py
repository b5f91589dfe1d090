"""Check what is asked of the pages: what to follow, and which changes of a release."""

from django import forms
from django.http import Http404, HttpRequest

from wutong.portal.atlas.queries.vocabulary import is_known
from wutong.portal.following.models import Kind
from wutong.portal.following.queries.comparisons import ASKED, Asked
from wutong.portal.shared.paging import page_asked

_LONGEST = 500


class SubjectForm(forms.Form):
    """What to follow."""

    kind = forms.ChoiceField(choices=Kind.choices)
    subject = forms.CharField(required=False, max_length=_LONGEST)


def changes_asked(request: HttpRequest, pair: tuple[str, str]) -> Asked:
    """Which changes; raises Http404 for codes that nothing goes by."""
    what, segment, division = (request.GET.get(name, "") for name in ("what", "segment", "division"))
    known = (
        not what or what in ASKED,
        not segment or is_known("segment", segment),
        not division or is_known("division", division),
    )
    if not all(known):
        raise Http404
    return Asked(*pair, what=what, segment=segment, division=division, page=page_asked(request))
