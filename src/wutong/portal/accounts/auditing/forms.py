"""Check what an auditor asks to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.shared.audit.acts import all_acts
from wutong.portal.shared.audit.queries import Wanted
from wutong.portal.shared.language import wording


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class WantedForm(forms.Form):
    """The filter above the record."""

    q = forms.CharField(label=_("Person, object or organisation"), required=False, max_length=100)
    act = forms.ChoiceField(label=_("Act"), required=False)
    since = _day(_("From"))
    until = _day(_("To"))
    actor = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    object = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = sorted((wording(act.name), act.code) for act in all_acts())
        choices = [("", _("Any")), *((code, name) for name, code in acts)]
        self.fields["act"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Wanted(
            words=data["q"].strip(),
            act=data["act"],
            actor_id=data["actor"],
            object_kind=data["kind"],
            object_id=data["object"],
            since=data["since"],
            until=data["until"],
        )
