"""What a clerk and a visitor type at a window, checked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.catalog.services import Service
from wutong.portal.accounts.models import Organisation
from wutong.portal.shared.language import wording


def _titles(services: Sequence[Service]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} {wording(one.title)}") for one in services]


class TicketForm(forms.Form):
    """A number: for which service, or about what."""

    service = forms.ChoiceField(label=_("Service, if any"), required=False)
    topic = forms.CharField(
        label=_("About what, if no service"), max_length=80, required=False, help_text=_("No names of people here.")
    )

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "—"), *_titles(services)]  # type: ignore[attr-defined]


class PortalTicketForm(TicketForm):
    """A number that is taken in the portal: also at which window."""

    window = forms.ChoiceField(label=_("Window"))

    def __init__(self, *args: Any, windows: Sequence[Organisation], services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, services=services, **kwargs)
        self.fields["window"].choices = [(str(one.pk), wording(one.name)) for one in windows]  # type: ignore[attr-defined]
        self.order_fields(["window", "service", "topic"])


class DeskForm(forms.Form):
    """The label of the desk at which a clerk sits, as the hall shows it."""

    desk = forms.CharField(label=_("My desk"), max_length=20)


class TakeInForm(forms.Form):
    """For whom a case is taken in, who came, and for what."""

    firm = forms.ChoiceField(label=_("Enterprise"), widget=forms.RadioSelect)
    visitor = forms.CharField(label=_("Name of the visitor"), max_length=80)
    service = forms.ChoiceField(label=_("Service"))

    def __init__(
        self, *args: Any, firms: Sequence[tuple[str, str]], services: Sequence[Service], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["firm"].choices = list(firms)  # type: ignore[attr-defined]
        self.fields["service"].choices = _titles(services)  # type: ignore[attr-defined]
