"""Which days, which service and whose cases the figures are of."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Organisation
from wutong.portal.cases.queries.statistics import Asked
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

_USUAL = timedelta(days=365)
_LONGEST = timedelta(days=366 * 5)


class FiguresForm(forms.Form):
    """The days are those on which something happened; without any, the last year."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    service = forms.ChoiceField(label=_("Service"), required=False)
    lead = forms.ChoiceField(label=_("Answers for it"), required=False)

    def __init__(self, data: Mapping[str, Any], leads: list[Organisation], today: date) -> None:
        super().__init__({"since": (today - _USUAL).isoformat(), "until": today.isoformat(), **_dict(data)})
        services = [(code, f"{code} {wording(held[-1].title)}") for code, held in sorted(catalogue().services.items())]
        self._today = today
        for name, choices in (("service", services), ("lead", [(str(one.pk), wording(one.name)) for one in leads])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    def asked(self) -> Asked:
        """What is asked; anything odd counts as not asked."""
        self.is_valid()
        data = self.cleaned_data
        until = data.get("until") or self._today
        since = data.get("since") or until - _USUAL
        since = max(min(since, until), until - _LONGEST)
        lead = data.get("lead")
        return Asked(since, until, data.get("service", ""), int(lead) if lead else None)


def _dict(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("since", "until", "service", "lead") if data.get(name)}
