"""What people type into the placements app, checked."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.catalog.placements import Grade
from wutong.portal.accounts.models import Organisation
from wutong.portal.placements.actions.agreeing import Onboarding
from wutong.portal.placements.actions.matching import Declared, doctors
from wutong.portal.placements.actions.needing import Need, Terms
from wutong.portal.placements.models import Placement
from wutong.portal.placements.words import OUTPUTS, VERDICTS

_MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0)}
_OWNS = [("no", _("No")), ("yes", _("Yes"))]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _text(label: Any, *, rows: int = 3, longest: int = 2000, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class TermsForm(forms.Form):
    """The terms of an agreement."""

    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=12, initial=12)
    days_a_month = forms.IntegerField(
        label=_("Days on site a month"), min_value=1, max_value=31, initial=8, help_text=_("usually seven or more")
    )
    pay = forms.DecimalField(label=_("Pay a month (yuan)"), **_MONEY)
    outputs = forms.IntegerField(label=_("Outputs promised"), min_value=0, max_value=50, initial=1)
    rights = _text(_("Who owns what comes of it"))

    def terms(self) -> Terms:
        """What was typed."""
        told = self.cleaned_data
        return Terms(told["months"], told["days_a_month"], told["pay"], told["outputs"], told["rights"])


class NeedForm(TermsForm):
    """Whom an enterprise needs, and on what terms."""

    organisation = forms.ChoiceField(label=_("Enterprise"))
    topic = forms.CharField(label=_("Topic in one line"), max_length=120)
    task = _text(_("What is to be solved"), rows=4, longest=5000)
    spending = forms.DecimalField(label=_("Spending on research last year (yuan)"), max_digits=14, decimal_places=2)
    is_independent = forms.BooleanField(
        label=_("The enterprise was not founded and is not invested in by candidates or their units")
    )
    field_order = ("organisation", "topic", "task", "spending")

    def __init__(self, *args: Any, own: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(str(one.pk), one.name_zh) for one in own]  # type: ignore[attr-defined]

    def need(self) -> Need:
        """What was typed."""
        told = self.cleaned_data
        return Need(told["topic"], told["task"], told["spending"], self.terms(), told["is_independent"])


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Reason"), longest=1000)


class ReportForm(forms.Form):
    """A year's report."""

    report = _text(_("The year in brief"), rows=5, longest=5000)


class ProposeForm(forms.Form):
    """Which doctor is proposed."""

    doctor = forms.ChoiceField(label=_("Doctor"))
    words = _text(_("Why they fit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(str(one.person_id), f"{one.person.audit_label} · {one.organisation.name_zh}") for one in doctors()]
        self.fields["doctor"].choices = shown  # type: ignore[attr-defined]


class DeclareForm(forms.Form):
    """What a candidate says, and declares of ownership."""

    words = _text(_("What you bring to it"))
    doctor_owns = forms.ChoiceField(label=_("Did you found the enterprise, or hold a part of it?"), choices=_OWNS)
    unit_owns = forms.ChoiceField(label=_("Did your unit found it, or does it hold a part?"), choices=_OWNS)

    def declared(self) -> Declared:
        """What was declared."""
        return Declared(self.cleaned_data["doctor_owns"] == "yes", self.cleaned_data["unit_owns"] == "yes")


class OnboardForm(forms.Form):
    """When each part of the onboarding was done."""

    ip_on = _day(_("Rules of intellectual property explained on"))
    nda_on = _day(_("Secrecy agreement signed on"))
    safety_on = _day(_("Safety training done on"))

    def onboarding(self) -> Onboarding:
        """What was typed."""
        told = self.cleaned_data
        return Onboarding(told["ip_on"], told["nda_on"], told["safety_on"])


class MilestoneForm(forms.Form):
    """Something promised by a day."""

    title = forms.CharField(label=_("What will be done"), max_length=160)
    due_on = _day(_("By"))


class LogForm(forms.Form):
    """One month."""

    month = forms.ChoiceField(label=_("Month"))
    days = forms.IntegerField(label=_("Days on site"), min_value=0, max_value=31)
    work = _text(_("What was done"))

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """What the enterprise saw of one month."""

    month = forms.ChoiceField(label=_("Month"))
    days = forms.IntegerField(label=_("Days that you saw"), min_value=0, max_value=31)
    remark = forms.CharField(label=_("Remark, if any"), max_length=300, required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]


class ReachForm(forms.Form):
    """A milestone that was reached."""

    milestone = forms.TypedChoiceField(label=_("Milestone"), coerce=int)
    on = _day(_("Reached on"))
    evidence = forms.CharField(label=_("What shows it"), max_length=300)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = placement.milestones.filter(reached_on=None)
        self.fields["milestone"].choices = [(one.pk, one.title) for one in rows]  # type: ignore[attr-defined]


class OutputForm(forms.Form):
    """Something that came of the work."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(OUTPUTS.items()))
    title = forms.CharField(label=_("Title"), max_length=200)
    on = _day(_("On"))
    reference = forms.CharField(label=_("Number, if any"), max_length=120, required=False)


class ReviewForm(forms.Form):
    """What a mid-term review finds."""

    verdict = forms.ChoiceField(
        label=_("Finding"), choices=[(one, VERDICTS[one]) for one in ("on_track", "to_improve")]
    )
    words = _text(_("In words"))


class RateForm(forms.Form):
    """How a year is rated."""

    grade = forms.ChoiceField(label=_("Rating"), choices=[(one.value, VERDICTS[one.value]) for one in Grade])
    words = _text(_("In words"))


class ClaimForm(forms.Form):
    """The pay that a year's subsidy is claimed for."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    pay = forms.DecimalField(label=_("Pay given in that year (yuan)"), **_MONEY)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(one, str(one)) for one in years]  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """Which year's claim."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(one, str(one)) for one in years]  # type: ignore[attr-defined]


def month_of(text: str) -> date:
    """The first day of a month such as 2026-11."""
    return date.fromisoformat(f"{text}-01")
