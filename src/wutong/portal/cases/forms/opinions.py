"""What departments and experts say of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

VERDICTS = (
    ("agree", _("Agrees")),
    ("conditions", _("Agrees on conditions")),
    ("disagree", _("Does not agree")),
)


class OpinionForm(forms.Form):
    """An opinion. An expert says first that nothing binds them to the applicant."""

    no_conflict = forms.BooleanField(
        label=_("I have no tie to the applicant: no post, no share, no kinship, no work for them in three years")
    )
    verdict = forms.ChoiceField(
        label=_("Opinion"), choices=VERDICTS, widget=forms.RadioSelect(attrs={"class": "form-check-input"})
    )
    text = forms.CharField(
        label=_("Why, and on what conditions"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, is_expert: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_expert:
            del self.fields["no_conflict"]


class ConflictForm(forms.Form):
    """Why somebody steps back."""

    reason = forms.CharField(label=_("What ties me to the applicant"), max_length=500)
