"""Check what people send to the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 2_000
LONGEST_WHY = 1_000


class PairForm(forms.Form):
    """A name and an enterprise, as a link names them. Refused as a whole where anything is odd."""

    name = forms.CharField(max_length=LONGEST_NAME)
    enterprise = forms.CharField(max_length=80)
    table = forms.SlugField(max_length=60, required=False)


class NotUsForm(forms.Form):
    """Why a name does not mean an enterprise. Those who belong to it need not say."""

    why = forms.CharField(
        label=_("How do you know?"),
        max_length=LONGEST_WHY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, is_own_staff: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["why"].required = not is_own_staff
