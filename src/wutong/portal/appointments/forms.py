"""What people choose and type about bookings, checked."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.catalog.services import Service
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.appointments.actions.groups import Plan
from wutong.portal.appointments.models import GroupPlan
from wutong.portal.shared.language import wording


class AboutForm(forms.Form):
    """What a visit is about: a service, or words."""

    service = forms.ChoiceField(label=_("Service, if any"), required=False)
    topic = forms.CharField(
        label=_("About what, if no service"), max_length=80, required=False, help_text=_("No names of people here.")
    )

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(one.code, f"{one.code} {wording(one.title)}") for one in services]
        self.fields["service"].choices = [("", "—"), *titles]  # type: ignore[attr-defined]


class TimeForm(forms.Form):
    """The time that was pressed, such as 2026-11-24T09:30."""

    at = forms.CharField(max_length=16)

    def clean_at(self) -> tuple[date, time]:
        """As a day and a time of it."""
        day, _between, begins = str(self.cleaned_data["at"]).partition("T")
        try:
            return date.fromisoformat(day), time.fromisoformat(begins)
        except ValueError as error:
            raise forms.ValidationError(_("Choose a time.")) from error


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class GroupForm(forms.Form):
    """A new counter group."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    services = forms.MultipleChoiceField(
        label=_("Services; none chosen means all of the window"), required=False, widget=forms.SelectMultiple
    )

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(one.code, f"{one.code} {wording(one.title)}") for one in services]
        self.fields["services"].choices = titles  # type: ignore[attr-defined]

    def name(self) -> Text:
        """In both languages."""
        return Text(self.cleaned_data["name_zh"].strip(), self.cleaned_data["name_en"].strip())


class PlanForm(forms.Form):
    """What a group offers from a day on."""

    valid_from = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )
    hours = forms.CharField(label=_("Hours, such as 09:00-11:30 13:30-16:30"), max_length=120)
    slot_minutes = forms.IntegerField(label=_("Minutes each"), min_value=5, max_value=240)
    capacity = forms.IntegerField(label=_("Places at a time"), min_value=1, max_value=100)

    @classmethod
    def after(cls, held: GroupPlan | None, prefix: str) -> "PlanForm":
        """As the plan that holds now has it."""
        first = {one: getattr(held, one) for one in ("hours", "slot_minutes", "capacity")} if held else {}
        return cls(initial=first, prefix=prefix)

    def plan(self) -> Plan:
        """What was typed."""
        told = self.cleaned_data
        return Plan(told["valid_from"], told["hours"], told["slot_minutes"], told["capacity"])
