"""Check what readers and officers ask of the lists, and which channels people choose."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.notices.acts import CHANNELS, STATES
from wutong.portal.notices.kinds import kind_name
from wutong.portal.notices.queries import ORDERS, Sought, Wanted
from wutong.portal.shared.language import wording

_LONGEST_WORDS = 100


class WantedForm(forms.Form):
    """The filter above one's messages. Anything odd counts as not asked."""

    q = forms.CharField(label=_("Words in a message"), required=False, max_length=_LONGEST_WORDS)
    kind = forms.ChoiceField(label=_("Kind of message"), required=False)
    unread = forms.BooleanField(label=_("Unread only"), required=False)
    sort = forms.ChoiceField(
        required=False,
        choices=[(sign + name, name) for name in ORDERS for sign in ("", "-")],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((kind_name(code), code) for code in kinds)
        choices = [("", _("Every kind")), *((code, name) for name, code in names)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for, as far as it can be."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(
            words=data.get("q", "").strip(),
            kind=data.get("kind", ""),
            is_unread=bool(data.get("unread")),
            sort=data.get("sort") or "-time",
        )


class SoughtForm(forms.Form):
    """The filter above the log of what was sent. Anything odd counts as not asked."""

    q = forms.CharField(label=_("Subject or recipient"), required=False, max_length=_LONGEST_WORDS)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("channel", CHANNELS), ("state", STATES)):
            choices = [("", _("Any")), *((code, wording(text)) for code, text in words.items())]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """What was asked for, as far as it can be."""
        self.is_valid()
        data = self.cleaned_data
        return Sought(data.get("q", "").strip(), data.get("channel", ""), data.get("state", ""))


class PreferenceForm(forms.Form):
    """Which channels beside the portal."""

    mail = forms.BooleanField(label=_("Tell me by mail"), required=False)
    services = forms.BooleanField(label=_("Tell me through chat services that reach me alone"), required=False)
    rooms = forms.BooleanField(label=_("Tell me in shared rooms, where others read it with my name"), required=False)

    def __init__(self, *args: Any, offered: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(offered):
            del self.fields[name]
