"""Fields that several forms share: quantities, days, reasons, organisations. Nothing is taken for granted."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.rules.import_approvals import THOUSANDTHS

MOST = Decimal(100_000_000)


def quantity(label: object, *, required: bool = True) -> forms.DecimalField:
    """A quantity with at most three decimals."""
    return forms.DecimalField(
        label=label,  # type: ignore[arg-type]
        min_value=Decimal("0.001"),
        max_value=MOST,
        decimal_places=3,
        required=required,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def thousandths(value: object) -> int | None:
    """A quantity of a form as the tables count it."""
    return None if value is None else int(Decimal(str(value)) * THOUSANDTHS)


def day(label: object, *, required: bool = True) -> forms.DateField:
    """A day, picked as the browser offers it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)  # type: ignore[arg-type]


def long_text(label: object, *, most: int, rows: int = 3, required: bool = True) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def not_later_than_today(value: date) -> None:
    """Raise ValidationError for a day that is still to come."""
    if value > clock.today():
        raise forms.ValidationError(_("Only what has happened can be entered."))


class WhyForm(forms.Form):
    """A reason."""

    why = long_text(_("Why"), most=500, rows=2)
