"""Check what is entered of approvals, shipments and their custody."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Kind
from wutong.portal.imports.actions.approvals import Terms
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.custody import ENTRY_OF
from wutong.portal.imports.forms.fields import day, long_text, not_later_than_today, quantity, thousandths
from wutong.portal.imports.panels import words
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import Move

_HOLDERS = [Kind.ENTERPRISE, Kind.UNIVERSITY, Kind.HOSPITAL, Kind.PROVIDER]


class ApprovalForm(forms.Form):
    """An approval granted on paper, as an officer enters it."""

    organisation = forms.CharField(
        label=_("Holder"), max_length=120, help_text=_("Its name in full, or its unified social credit code.")
    )
    kind = forms.ChoiceField(label=_("Kind of approval"))
    number = forms.CharField(label=_("Number of the approval"), max_length=60)
    item = forms.CharField(label=_("Item"), max_length=200)
    item_class = forms.ChoiceField(label=_("Class"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    granted = quantity(_("Approved quantity"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, help_text=_("For example mL, g, vial."))
    valid_from = day(_("Valid from"))
    valid_to = day(_("Valid to"))
    may_split = forms.BooleanField(label=_("May come in several shipments"), required=False, initial=True)
    note = long_text(_("Note"), most=500, rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = catalogue().imports
        self._choose("kind", [(one.code, words.kind(one.code)) for one in declared.approvals.kinds])
        self._choose("item_class", [("", "—"), *((code, words.item_class(code)) for code in declared.classes)])
        self._choose("grade", [("", "—"), *((code, words.grade(code)) for code in declared.grades)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        said = self.cleaned_data["organisation"].strip()
        named = Q(credit_code=said) | Q(name_zh=said) | Q(name_en=said)
        found = Organisation.objects.filter(named & ~Q(name_zh=""), kind__in=_HOLDERS)[:2]
        if len(found) != 1:
            raise forms.ValidationError(now("No organisation of that name or code has an account here."))
        return found[0]

    def terms(self) -> Terms:
        """What is granted."""
        data = self.cleaned_data
        names = ("kind", "number", "item", "unit", "valid_from", "valid_to", "may_split", "item_class", "grade", "note")
        return Terms(granted=thousandths(data["granted"]), **{name: data[name] for name in names})


class DeclareForm(forms.Form):
    """A shipment to declare."""

    quantity = quantity(_("Quantity"))
    customs_number = forms.CharField(label=_("Number of the customs declaration"), max_length=40, required=False)
    port = forms.CharField(label=_("Port"), max_length=80, required=False)
    storage = forms.CharField(
        label=_("Temperature or storage"), max_length=80, required=False, help_text=_("For example −80 °C, dry ice.")
    )
    arrives_on = day(_("Arrives on"), required=False)

    def declared(self) -> Declared:
        """What is told of it."""
        data = dict(self.cleaned_data)
        return Declared(quantity=thousandths(data.pop("quantity")) or 0, **data)


class ReceiveForm(forms.Form):
    """What arrived."""

    quantity = quantity(_("Quantity received"))
    on = day(_("Day"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def clean_on(self) -> object:
        not_later_than_today(self.cleaned_data["on"])
        return self.cleaned_data["on"]

    def amount(self) -> int:
        """The quantity, in thousandths."""
        return thousandths(self.cleaned_data["quantity"]) or 0


class SpendForm(ReceiveForm):
    """What is used or destroyed."""

    field_order = ["move", "quantity", "on", "note"]
    move = forms.ChoiceField(label=_("What happened"))
    quantity = quantity(_("Quantity"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, words.entry(ENTRY_OF[one])) for one in (Move.USE, Move.DESTROY)]
        self.fields["move"].choices = choices  # type: ignore[attr-defined]
        self.fields["on"].initial = clock.today()
        self.fields["note"].help_text = now("Project and person for a use; method and witness for a destruction.")
        self.fields["note"].required = True


class CorrectForm(forms.Form):
    """What a line of the ledger should have said, and why; no quantity takes it back."""

    quantity = quantity(_("Right quantity"), required=False)
    on = day(_("Right day"))
    why = long_text(_("Why"), most=500, rows=2)

    def clean_on(self) -> object:
        not_later_than_today(self.cleaned_data["on"])
        return self.cleaned_data["on"]

    def amount(self) -> int | None:
        """The quantity, in thousandths."""
        return thousandths(self.cleaned_data["quantity"])
