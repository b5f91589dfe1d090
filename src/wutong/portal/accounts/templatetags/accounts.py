"""Forms as Tabler draws them, with each error beside its field and said to screen readers."""

from typing import Any

from django import forms, template
from django.conf import settings
from django.utils.safestring import SafeString

register = template.Library()

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Widget, "form-control"),
)


@register.inclusion_tag("accounts/parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of `form`, under its label."""
    return {"form": form}


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The field's own control. What a library wrote into it in other words than ours is left out."""
    widget = field.field.widget
    look = next(name for kind, name in _CLASSES if isinstance(widget, kind))
    attrs: dict[str, str | bool] = {"class": f"{look} is-invalid" if field.errors else look}
    notes = [f"{field.id_for_label}-error"] * bool(field.errors) + [f"{field.id_for_label}-help"] * bool(
        field.help_text
    )
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attrs)


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    """True for a box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def sign_in_service() -> str:
    """The name of the operator's sign-in service, or nothing."""
    return str(settings.OIDC_NAME)


@register.simple_tag
def is_signup_open() -> bool:
    """True where strangers may make an account of their own."""
    return bool(settings.IS_SIGNUP_OPEN)
