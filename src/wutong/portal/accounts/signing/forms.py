"""The two forms of django-allauth that ask for more than it does by itself, or in other words."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """Username or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or e-mail address")
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}
        self.fields["password"].help_text = ""  # the page has its own way to a new one
        self.fields["remember"].label = _("Stay signed in on this computer for a week")


class SignUpForm(SignupForm):  # type: ignore[misc]
    """An account of one's own, where registration is open."""

    name = forms.CharField(label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "username", "email", "password1", "password2"]
