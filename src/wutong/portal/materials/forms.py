"""Check what keepers, administrators and officers type about controlled materials."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.materials.actions.entries import Said
from wutong.portal.materials.actions.permits import Granted
from wutong.portal.materials.kinds import COUNTED, KINDS, EntryKind
from wutong.portal.materials.measuring import short, with_unit
from wutong.portal.materials.models import Permit, Place, Substance
from wutong.portal.materials.queries.entries import ORDERS, Wanted
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

_TOLD = ("supplier", "purpose", "witness")


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, picked by the browser's own picker."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _quantity_field() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Quantity"),
        max_digits=15,
        decimal_places=6,
        min_value=Decimal(0),
        widget=forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"}),
    )


class _PermitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A permit with what is left of it."""

    def label_from_instance(self, permit: Any) -> str:
        left = wording(with_unit(permit.remaining, permit.substance.unit))
        return f"{permit.number} · {left} · {permit.valid_from} – {permit.valid_to}"


class EntryForm(forms.Form):
    """What happened to a substance; which fields it has follows from the kind of entry. A correction says why."""

    quantity = _quantity_field()
    occurred_on = day_field(_("Day on which it happened"))
    permit = _PermitField(label=_("Bought under permit"), queryset=Permit.objects.none(), empty_label=None)
    supplier = forms.CharField(label=_("Supplier"), max_length=120)
    purpose = forms.CharField(label=_("Purpose or reason"), max_length=200)
    witness = forms.CharField(
        label=_("Witness"), max_length=120, help_text=_("Name and body of somebody who does not keep this place.")
    )
    note = forms.CharField(label=_("Remark"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500)

    def __init__(
        self,
        *args: Any,
        kind: EntryKind,
        permits: QuerySet[Permit],
        unit: str,
        is_correction: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind
        for name in ("permit", *_TOLD):
            if name not in kind.needs:
                del self.fields[name]
        if "permit" in self.fields:
            self.fields["permit"].queryset = permits  # type: ignore[attr-defined]
        if not is_correction:
            del self.fields["reason"]
        label = _("Quantity counted (%(unit)s)") if kind is COUNTED else _("Quantity (%(unit)s)")
        self.fields["quantity"].label = label % {"unit": unit}
        self.fields["occurred_on"].widget.attrs["max"] = clock.today().isoformat()

    def said(self) -> Said:
        """What a valid form says happened."""
        data = self.cleaned_data
        told = {name: data[name].strip() for name in _TOLD if name in self.fields}
        return Said(
            kind=self._kind.code,
            quantity=data["quantity"],
            occurred_on=data["occurred_on"],
            permit=data.get("permit"),
            told=told,
            note=data["note"].strip(),
        )


class ReasonForm(forms.Form):
    """Why something is refused, taken back or withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class WantedForm(forms.Form):
    """The filter above the entries of a stock. Anything odd counts as not asked."""

    kind = forms.ChoiceField(label=_("Kind of entry"), required=False)
    since = day_field(_("From"), required=False)
    until = day_field(_("To"), required=False)
    holding = forms.BooleanField(label=_("Without what was corrected"), required=False)
    sort = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, wording(kind.name)) for code, kind in KINDS.items()]
        self.fields["kind"].choices = [("", _("Every kind")), *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, without what is odd."""
        self.is_valid()
        data = self.cleaned_data
        sort = data.get("sort", "")
        return Wanted(
            kind=data.get("kind", ""),
            since=data.get("since"),
            until=data.get("until"),
            is_holding=bool(data.get("holding")),
            sort=sort if sort.removeprefix("-") in ORDERS else "-number",
        )


class PlaceForm(forms.Form):
    """A new storage place."""

    name = forms.CharField(label=_("Name of the place"), max_length=80)
    location = forms.CharField(label=_("Location"), max_length=160, required=False)


class KeeperForm(forms.Form):
    """Who shall keep a place: one of the organisation's people."""

    person = forms.ModelChoiceField(label=_("Keeper"), queryset=Person.objects.none(), empty_label=None)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class StockForm(forms.Form):
    """A ledger for a substance at a place."""

    substance = forms.ModelChoiceField(label=_("Substance"), queryset=Substance.objects.none(), empty_label=None)
    place = forms.ModelChoiceField(label=_("Storage place"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, substances: QuerySet[Substance], places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substance"].queryset = substances  # type: ignore[attr-defined]
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class FiledForm(forms.Form):
    """That a purchase was reported."""

    filed_on = day_field(_("Reported on"))
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=80, required=False)


class PermitForm(forms.Form):
    """A permit granted on paper, as an officer enters it."""

    holder = forms.CharField(
        label=_("Holder"), max_length=120, help_text=_("Full name in Chinese, or credit code, of an organisation here.")
    )
    category = forms.ChoiceField(label=_("Category of control"))
    service_code = forms.ChoiceField(label=_("Granted by service"))
    substance = forms.CharField(label=_("Substance"), max_length=120)
    quantity = _quantity_field()
    unit = forms.ChoiceField(label=_("Unit"))
    number = forms.CharField(label=_("Number of the permit"), max_length=60)
    issuer = forms.CharField(label=_("Body that granted it"), max_length=120)
    valid_from = day_field(_("Valid from"))
    valid_to = day_field(_("Valid to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = catalogue().controlled
        services: Sequence[str] = sorted({code for one in declared.categories.values() for code in one.services})
        titles = {code: wording(catalogue().services[code][-1].title) for code in services}
        self._offer("category", [(code, wording(one.title)) for code, one in declared.categories.items()])
        self._offer("service_code", [(code, f"{code} {titles[code]}") for code in services])
        self._offer("unit", [(code, wording(one.title)) for code, one in declared.units.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_holder(self) -> Organisation:
        """The one organisation of that name or code."""
        asked = str(self.cleaned_data["holder"]).strip()
        found = list(Organisation.objects.filter(Q(name_zh=asked) | Q(credit_code=asked.upper()))[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("No one organisation here has this name or code."))
        return found[0]

    def granted(self) -> Granted:
        """What a valid form says."""
        data = self.cleaned_data
        texts = ("category", "service_code", "unit", "substance", "number", "issuer")
        words = {name: str(data[name]).strip() for name in texts}
        return Granted(quantity=data["quantity"], valid_from=data["valid_from"], valid_to=data["valid_to"], **words)


def first_values(quantity: Decimal, occurred_on: date, note: str, told: dict[str, str]) -> dict[str, object]:
    """What a correction begins with: the entry as it stands."""
    values: dict[str, object] = {"quantity": short(quantity).replace(",", ""), "occurred_on": occurred_on, "note": note}
    if "permit_id" in told:
        values["permit"] = int(told["permit_id"])
    return values | {name: told.get(name, "") for name in _TOLD}
