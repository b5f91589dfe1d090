"""Check what is entered to keep a result of the guide, and to ask for and give opinions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.imports.actions.assessing import Asked, Given
from wutong.portal.imports.forms.fields import long_text
from wutong.portal.imports.models import ORIGINS, RISKS
from wutong.portal.imports.panels import words
from wutong.portal.shared.catalogue import catalogue


class _Chosen(forms.Form):
    """A form that names one of the reader's organisations, where they have several."""

    organisation = forms.ModelChoiceField(label=_("For which organisation"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, own: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = own  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]
        only = list(own[:2])
        if len(only) == 1:
            field.widget, field.required, field.initial = forms.HiddenInput(), False, only[0].pk
            self._only: Organisation | None = only[0]
        else:
            self._only = None

    def chosen(self) -> Organisation:
        """The organisation that is meant."""
        found: Organisation | None = self.cleaned_data.get("organisation") or self._only
        assert found is not None, "the form is valid"
        return found


class KeepForm(_Chosen):
    """What the result is about."""

    item = forms.CharField(label=_("What do you want to import?"), max_length=200)


class AskForm(_Chosen):
    """What an opinion is asked on."""

    item = forms.CharField(label=_("Item"), max_length=200, help_text=_("Its name, also in English."))
    composition = long_text(_("Composition"), most=4000, rows=4)
    origin = forms.ChoiceField(label=_("Source"))
    pathogen = forms.CharField(label=_("Pathogen, if it holds one"), max_length=200, required=False)
    country = forms.CharField(label=_("Country or region of origin"), max_length=80)
    purpose = long_text(_("What it is for"), most=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].choices = [(one, words.origin(one)) for one in ORIGINS]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What is asked."""
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "organisation"})


class ConflictForm(forms.Form):
    """Whether one has a conflict of interest with the applicant."""

    has_conflict = forms.ChoiceField(label=_("Conflict of interest"), widget=forms.Select)
    note = forms.CharField(
        label=_("Which one"),
        max_length=500,
        required=False,
        help_text=_("Employment, shares, joint projects, kinship; needed where there is one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), ("no", now("I have none")), ("yes", now("I have one, and shall not assess"))]
        self.fields["has_conflict"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("has_conflict") == "yes" and not data.get("note", "").strip():
            self.add_error("note", now("Say which conflict."))
        return data


class GiveForm(forms.Form):
    """An opinion."""

    item_class = forms.ChoiceField(label=_("Class"))
    grade = forms.ChoiceField(label=_("Grade"), required=False, help_text=_("As the table in force at customs has it."))
    risk = forms.ChoiceField(label=_("Risk"))
    reasons = long_text(_("Reasons"), most=4000, rows=4)
    papers = long_text(_("Papers needed"), most=2000, required=False)
    conditions = long_text(_("Conditions and control after entry"), most=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = catalogue().imports
        choices = {
            "item_class": [("", "—"), *((code, words.item_class(code)) for code in declared.classes)],
            "grade": [("", "—"), *((code, words.grade(code)) for code in declared.grades)],
            "risk": [("", "—"), *((code, words.risk(code)) for code in RISKS)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def given(self) -> Given:
        """What it says."""
        return Given(**self.cleaned_data)


class AssignForm(forms.Form):
    """Who shall assess."""

    person = forms.ModelChoiceField(label=_("Expert"), queryset=Person.objects.none())

    def __init__(self, *args: Any, experts: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = experts  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.audit_label  # type: ignore[attr-defined]
