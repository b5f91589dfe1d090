"""What people type into the filings app, checked."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wutong.catalog.filings import FilingKind
from wutong.catalog.flows import Act
from wutong.portal.accounts.models import Organisation
from wutong.portal.files.forms import UploadField
from wutong.portal.filings import words
from wutong.portal.filings.actions.entering import Entered
from wutong.portal.filings.actions.moving_on import OF_TODAY
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.flowing.positions import position_of
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.workflow.moves import longest_extension

PAPERS, PAPERS_TAKEN = "papers", ("pdf", "ofd", "jpg", "png", "docx", "xlsx", "zip")
_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff()（）./-]+")


def _day(label: Any, *, required: bool = True, **told: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **told)


def _long(label: Any, *, required: bool = True, **told: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **told
    )


class EnterForm(forms.Form):
    """A filing that has been accepted."""

    organisation = forms.ChoiceField(label=_("Enterprise"))
    kind = forms.ChoiceField(label=_("Kind of filing"))
    product = forms.CharField(label=_("Product"), max_length=120)
    acceptance_number = forms.CharField(
        label=_("Acceptance number"), max_length=40, help_text=_("for example CXHL2600001")
    )
    accepted_on = _day(_("Accepted on"))
    notes = _long(_("Notes, if any"), required=False)
    complete = forms.BooleanField(label=_("All that the authority has said so far is entered on this page"))

    def __init__(self, *args: Any, own: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(str(one.pk), wording(one.name)) for one in own]  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(words.kinds().items())  # type: ignore[attr-defined]

    def clean_acceptance_number(self) -> str:
        """As authorities write it: without spaces, in capitals."""
        number = re.sub(r"\s+", "", str(self.cleaned_data["acceptance_number"])).upper()
        if not _NUMBER.fullmatch(number):
            raise forms.ValidationError(gettext("Letters, digits and hyphens only."))
        return number

    def clean(self) -> dict[str, Any]:
        """A number of a drug application says itself what it asks for."""
        told: dict[str, Any] = super().clean() or {}
        kind = catalogue().filings.get(told.get("kind", ""))
        if kind is not None and told.get("acceptance_number") and (problem := _odd(kind, told["acceptance_number"])):
            self.add_error("acceptance_number", problem)
        return told


class HeardForm(forms.Form):
    """What had been heard of it before it is entered."""

    asked_on = _day(_("Questions asked on"), required=False)
    asked = _long(_("What was asked"), required=False)
    answered_on = _day(_("Answered on"), required=False)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[("", _("none yet")), ("grant", _("granted")), ("refuse", _("refused"))],
    )
    decided_on = _day(_("Decided on"), required=False)
    decision = forms.CharField(label=_("Number of the decision, and what it says"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """What goes together."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("answered_on") and not told.get("asked_on"):
            self.add_error("asked_on", gettext("Say when the questions were asked."))
        if told.get("asked_on") and not told.get("asked", "").strip():
            self.add_error("asked", gettext("Say what was asked."))
        for name in ("decided_on", "decision"):
            if told.get("outcome") and not told.get(name):
                self.add_error(name, gettext("Needed with a decision."))
        return told


def entered(first: EnterForm, heard: HeardForm) -> Entered:
    """What two valid forms say."""
    told = {name: value for name, value in first.cleaned_data.items() if name not in {"organisation", "complete"}}
    return Entered(**told, **heard.cleaned_data)


class MoveForm(forms.Form):
    """What comes with an act: the day, and what its flow asks for."""

    def __init__(self, filing: TrackedFiling, act: Act, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=act.code)
        if act.code not in OF_TODAY:
            self.fields["on"] = _day(_("Day on which it happened"))
        if act.grounds:
            grounds = [(code, wording(filing.flow.grounds[code].text)) for code in act.grounds]
            self.fields["ground"] = forms.ChoiceField(label=_("Why it does not hold"), choices=grounds)
            self.fields["told_on"] = _day(_("Day of the authority's word, if any"), required=False)
        if "days" in act.needs:
            most = longest_extension(filing.flow, position_of(filing), act)
            told = gettext("In the unit of the limit; at most %(most)s.") % {"most": most}
            self.fields["days"] = forms.IntegerField(label=_("Days more"), min_value=1, max_value=most, help_text=told)
        if "decision" in act.needs:
            is_decision = act.to is not None
            label = _("Number of the decision, and what it says") if is_decision else _("Number of the notice")
            self.fields["decision"] = forms.CharField(label=label, max_length=500)
        self.fields["reason"] = _long(_("In detail"), required="reason" in act.needs)


class PapersForm(forms.Form):
    """Files to keep with a filing, all of one kind."""

    kind = forms.ChoiceField(label=_("What it is"))
    uploads = UploadField(label=_("Choose files"), kinds=PAPERS_TAKEN, most_mb=20)

    prefix = PAPERS

    def __init__(self, *given: Any, **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["kind"].choices = list(words.papers().items())  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """What puts the record right, without changing it."""

    told_on = _day(_("Day of the authority's word, if any"), required=False)
    reason = _long(_("In detail"))


def _odd(kind: FilingKind, number: str) -> str:
    """Why a number cannot be one of that kind; empty where it can, or where nothing is known of such numbers."""
    if kind.asks is None:
        return ""
    acceptance = catalogue().drugs.acceptance
    read = re.fullmatch(acceptance.pattern, number)
    if read is None:
        return gettext("Numbers of this kind look like %(example)s.") % {"example": kind.example}
    asked = next((one for one in acceptance.asks if one.letter == read["asks"]), None)
    if asked is None or asked.code != kind.asks:
        told = {"said": wording(asked.title) if asked else read["asks"], "kind": wording(kind.title)}
        return gettext("This number is of another kind (%(said)s), not of “%(kind)s”.") % told
    return ""
