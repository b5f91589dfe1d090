"""The fields of a service as a form, page by page. A draft may lack anything; what is there must be readable."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.catalog.services import Page, Question
from wutong.kernel import clock
from wutong.kernel.credit_code import credit_code
from wutong.portal.shared.language import wording

_LONGEST = {"text": 300, "long_text": 5000}
YES_NO = (("", "—"), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class AnswersForm(forms.Form):
    """One page of a service; `values()` are what can be kept, also where another field is in error."""

    def __init__(
        self,
        page: Page,
        answers: Mapping[str, Any],
        origins: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self._page = page
        initial = {field.code: _shown(field, answers.get(field.code)) for field in page.fields}
        super().__init__(data, initial=initial)
        for field in page.fields:
            self.fields[field.code] = _field(field, origins.get(field.code))

    def clean(self) -> dict[str, Any]:
        """A credit code that was typed, not filled in, has the check digit that it must have."""
        data: dict[str, Any] = super().clean() or {}
        for field in self._page.fields:
            if field.from_portrait == "credit_code" and field.code in self.changed_data:
                typed = data.get(field.code, "")
                if typed and credit_code(typed) is None:
                    self.add_error(
                        field.code, _("This is no unified social credit code: its check digit does not fit.")
                    )
        return data

    def values(self) -> dict[str, Any]:
        """Answers as a case keeps them, of every field that can be read."""
        self.is_valid()
        return {
            field.code: _kept(field, self.cleaned_data[field.code])
            for field in self._page.fields
            if field.code in self.cleaned_data
        }


def _field(question: Question, origin: Mapping[str, str] | None) -> forms.Field:
    """The form's field. Nothing is required by the browser: a draft is saved as it is."""
    told: dict[str, Any] = {"label": _label(question), "required": False, "help_text": _help(question, origin)}
    attributes: dict[str, Any] = {}
    if question.when is not None:
        attributes = {"data-when": question.when.field, "data-when-is": " ".join(question.when.one_of)}
    if question.kind == "yes_no":
        return forms.ChoiceField(choices=YES_NO, widget=forms.Select(attrs=attributes), **told)
    if question.kind in {"choice", "choices"}:
        options = [(option.code, wording(option.title)) for option in question.options]
        if question.kind == "choices":
            return forms.MultipleChoiceField(
                choices=options, widget=forms.CheckboxSelectMultiple(attrs=attributes), **told
            )
        return forms.ChoiceField(choices=[("", "—"), *options], widget=forms.Select(attrs=attributes), **told)
    return _typed(question, attributes, told)


def _typed(question: Question, attributes: dict[str, Any], told: dict[str, Any]) -> forms.Field:
    match question.kind:
        case "number" | "money":
            box = forms.TextInput(attrs=attributes | {"inputmode": "decimal"})
            checks = [_above_zero] if question.above_zero else []
            return forms.DecimalField(
                max_digits=20, decimal_places=6, min_value=0, validators=checks, widget=box, **told
            )
        case "date":
            day = forms.DateInput(attrs=attributes | {"type": "date"}, format="%Y-%m-%d")
            planned = [_not_past] if question.not_before == "today" else []
            return forms.DateField(validators=planned, widget=day, **told)
        case "long_text":
            lines = forms.Textarea(attrs=attributes | {"rows": 4})
            return forms.CharField(max_length=_LONGEST["long_text"], widget=lines, **told)
    return forms.CharField(max_length=_LONGEST["text"], widget=forms.TextInput(attrs=attributes), **told)


def _above_zero(value: Decimal) -> None:
    if value == 0:
        raise forms.ValidationError(_("Enter a number above zero."))


def _not_past(value: date) -> None:
    if value < clock.today():
        raise forms.ValidationError(_("Enter today or a later day."))


def _label(question: Question) -> str:
    title = wording(question.title)
    if question.unit is not None:
        title = f"{title} ({wording(question.unit)})"
    elif question.kind == "money":
        title = _("%(title)s (CNY)") % {"title": title}
    return title if question.required else _("%(title)s, if any") % {"title": title}


def _help(question: Question, origin: Mapping[str, str] | None) -> str:
    parts: list[str] = []
    match (origin or {}).get("from"):
        case "portrait":
            parts.append(_("Filled in from the portrait, release %(release)s") % {"release": (origin or {})["release"]})
        case "organisation":
            parts.append(_("Filled in from the organisation's details"))
        case "case":
            parts.append(_("Filled in from case %(number)s") % {"number": (origin or {})["number"]})
        case "account":
            parts.append(_("Filled in from your account"))
    if question.is_personal:
        parts.append(_("Personal data: seen only by who handles the case"))
    return format_html("{}", "；".join(parts)) if parts else ""


def _shown(question: Question, value: Any) -> Any:
    if question.kind == "yes_no":
        return {True: "yes", False: "no"}.get(value, "")
    return value


def _kept(question: Question, value: Any) -> Any:
    if question.kind == "yes_no":
        return {"yes": True, "no": False}.get(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    return value.strip() if isinstance(value, str) else value
