"""Check what people type about themselves, about others and about organisations."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import BY_CODE, Kind, Role
from wutong.portal.shared.language import wording

LANGUAGES = [("zh", "中文"), ("en", "English")]
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


class ProfileForm(forms.Form):
    """What somebody may change about themselves."""

    name = forms.CharField(label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of mail to me"), choices=LANGUAGES)


class ErasureForm(forms.Form):
    """The password once more, and that what goes and what stays has been read."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    has_read = forms.BooleanField(label=_("I have read what goes and what stays"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_password(self) -> str:
        """Only whoever knows it may end the account."""
        password = str(self.cleaned_data["password"])
        if not self._person.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


class SearchForm(forms.Form):
    """Words above a list."""

    q = forms.CharField(label=_("Find"), required=False, max_length=100)
    kind = forms.CharField(required=False, max_length=12)
    sort = forms.CharField(required=False, max_length=12)


class OrganisationForm(forms.Form):
    """A new organisation, or other names for one that is there: then its kind stays."""

    kind = forms.ChoiceField(label=_("Kind of organisation"))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    credit_code = forms.CharField(
        label=_("Credit code"), max_length=18, required=False, help_text=_("18 digits and letters, where it has one.")
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation is not None:
            names = ("name_zh", "name_en", "credit_code")
            kwargs.setdefault("initial", {name: getattr(organisation, name) for name in names})
        super().__init__(*args, **kwargs)
        self._organisation = organisation
        if organisation is not None:
            del self.fields["kind"]
        else:
            self.fields["kind"].choices = [(kind.value, wording(kind.text)) for kind in Kind]  # type: ignore[attr-defined]

    def clean_credit_code(self) -> str:
        """In capitals, as it is written on licences."""
        code = str(self.cleaned_data["credit_code"]).strip().upper()
        if code and not _CREDIT_CODE.fullmatch(code):
            raise forms.ValidationError(_("A credit code has 18 digits and capital letters, without I, O, S, V and Z."))
        return code

    def details(self) -> Details:
        """What a valid form says."""
        data = self.cleaned_data
        held = self._organisation
        return Details(
            kind=held.kind if held else data["kind"],
            name_zh=data["name_zh"].strip(),
            name_en=data["name_en"].strip(),
            credit_code=data["credit_code"],
            enterprise_id=held.enterprise_id if held else "",
        )


class _RoleField(forms.ChoiceField):
    """One of the roles that the reader may give."""

    def offer(self, roles: Sequence[Role]) -> None:
        self.choices = [(role.code, f"{wording(role.name_text)} ({role.code})") for role in roles]


class MemberForm(forms.Form):
    """Somebody new in an organisation."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = _RoleField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES)

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["role"]
        assert isinstance(offered, _RoleField)
        offered.offer(roles)

    @property
    def role_chosen(self) -> Role:
        """The role of a valid form."""
        return BY_CODE[self.cleaned_data["role"]]


class RoleForm(forms.Form):
    """Another role for somebody."""

    role = _RoleField(label=_("New role"))

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["role"]
        assert isinstance(offered, _RoleField)
        offered.offer(roles)

    @property
    def role_chosen(self) -> Role:
        """The role of a valid form."""
        return BY_CODE[self.cleaned_data["role"]]


class HandOverForm(forms.Form):
    """Who takes an administrator's place: another member."""

    to = forms.ModelChoiceField(label=_("New administrator"), queryset=Person.objects.none(), empty_label=None)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
