"""What people type into the voice app, checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Kind as OrganisationKind
from wutong.portal.services.access import services
from wutong.portal.services.words import ISSUES, issue
from wutong.portal.shared.language import wording
from wutong.portal.voice.words import CHANNELS, KINDS, OUTCOMES

_FIRMS_SHOWN = 200


def _service_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((one.code, f"{one.code} {wording(one.title)}") for one in services())]


class SayForm(forms.Form):
    """Something to say. At a window, also for whom and where it was said."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(KINDS.items()))
    service = forms.ChoiceField(label=_("Service that it is about, if any"), required=False)
    title = forms.CharField(label=_("In one line"), max_length=120)
    text = forms.CharField(label=_("In detail"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    organisation = forms.ChoiceField(label=_("For which organisation"))
    channel = forms.ChoiceField(label=_("Where it was said"), choices=list(CHANNELS.items()), required=False)

    def __init__(self, *args: Any, own: list[Organisation], is_window: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = _service_choices()  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(str(one.pk), one.name_zh) for one in own]  # type: ignore[attr-defined]
        if not is_window:
            del self.fields["channel"]


class DispatchForm(forms.Form):
    """To whom it goes, and the label under which it is counted."""

    handler = forms.ChoiceField(label=_("Who is to answer"))
    issue = forms.ChoiceField(label=_("Label"), required=False)
    reason = forms.CharField(label=_("Why, where it goes elsewhere"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.exclude(kind=OrganisationKind.ENTERPRISE.value).order_by("name_zh")
        self.fields["handler"].choices = [(str(one.pk), one.name_zh) for one in rows[:_FIRMS_SHOWN]]  # type: ignore[attr-defined]
        self.fields["issue"].choices = [("", "—"), *((code, issue(code)) for code in ISSUES)]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer; of a suggestion about a service, its outcome."""

    text = forms.CharField(label=_("Answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    outcome = forms.ChoiceField(label=_("What comes of it"), choices=[("", "—"), *OUTCOMES.items()], required=False)
    version = forms.CharField(
        label=_("Version of the service that adopts it"), max_length=10, required=False, help_text="GS19.v2"
    )

    def __init__(self, *args: Any, is_suggestion: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_suggestion:
            del self.fields["outcome"], self.fields["version"]


class RateForm(forms.Form):
    """How good the answer was."""

    stars = forms.TypedChoiceField(
        label=_("Stars"), coerce=int, choices=[(5, "★★★★★"), (4, "★★★★"), (3, "★★★"), (2, "★★"), (1, "★")]
    )
    remark = forms.CharField(label=_("Remark, if any"), max_length=1000, required=False)


class ReasonForm(forms.Form):
    """Why something is asked."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
