"""Who is given which part in the cases of which service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Organisation
from wutong.portal.cases.models import Part
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.cases.panels import words
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording


class CompetenceForm(forms.Form):
    """A part for an organisation; enterprises have none."""

    service = forms.ChoiceField(label=_("Service"))
    part = forms.ChoiceField(label=_("Part"))
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = [(code, f"{code} {wording(held[-1].title)}") for code, held in sorted(catalogue().services.items())]
        parts = [(part, words.part(part)) for part in Part.values]
        for name, choices in (("service", [(ANY_SERVICE, _("Any without its own")), *services]), ("part", parts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        chosen = self.fields["organisation"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Organisation.objects.exclude(kind="enterprise").order_by("name_zh")
