"""What people type about a claim, checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.kernel.credit_code import credit_code
from wutong.portal.accounts.roles import Role
from wutong.portal.files.forms import UploadField
from wutong.portal.shared.language import wording

ROLES = (Role.ENTERPRISE_USER, Role.ORGANISATION_ADMINISTRATOR)


class CodeForm(forms.Form):
    """A credit code, of which the check digit holds."""

    code = forms.CharField(
        label=_("Credit code"), max_length=40, help_text=_("18 digits and letters, as on the business licence.")
    )

    def clean_code(self) -> str:
        """In capitals and half width."""
        found = credit_code(self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(
                _("This is no credit code: it has 18 characters, and the last one checks the others. Compare it with "
                  "the business licence.")
            )  # fmt: skip
        return found


class ClaimForm(CodeForm):
    """Why somebody may act for the enterprise, with a paper where there is one."""

    code = forms.CharField(widget=forms.HiddenInput(), max_length=40)
    reason = forms.CharField(
        label=_("Why you may act for it"),
        max_length=1000,
        help_text=_("Such as your post, and who in the enterprise can confirm it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    paper = UploadField(
        label=_("A paper that shows it, if you have one"), kinds=("pdf", "png", "jpg"), most_files=1, required=False
    )

    def __init__(self, *args: Any, takes_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_paper:
            del self.fields["paper"]


class ConfirmForm(forms.Form):
    """The role that is given; the first one is an administrator and is not asked."""

    role = forms.ChoiceField(label=_("Role"), choices=[])

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["role"]
            return
        self.fields["role"].choices = [(one.code, f"{wording(one.name_text)} ({one.code})") for one in ROLES]  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why a claim is refused; whoever filed it reads it word for word."""

    answer = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
