"""Check what people send to the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.portal.desk.acts import VERDICTS
from wutong.portal.desk.models import Kind
from wutong.portal.desk.queries.queue import OBJECTIONS, Wanted
from wutong.portal.shared.language import wording

LONGEST_NAME = 2_000
LONGEST_WHY = 1_000
LONGEST_OTHER = 100


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


class JudgeForm(forms.Form):
    """What a judge answers about a name. `candidate` is needed for `same` and `different` only."""

    kind = forms.ChoiceField(choices=Kind.choices)
    name = forms.CharField(max_length=LONGEST_NAME, strip=False)
    release = forms.CharField(max_length=40)
    step = forms.IntegerField(min_value=0)
    verdict = forms.ChoiceField(choices=[(one, one) for one in ("same", "different", "none", "unsure")])
    candidate = forms.CharField(max_length=80, required=False)
    why = forms.CharField(max_length=LONGEST_WHY, required=False)


class WantedForm(forms.Form):
    """The filter above the queue. Anything odd counts as not asked."""

    kind = forms.ChoiceField(required=False)
    table = forms.CharField(max_length=60, required=False)
    division = forms.CharField(max_length=6, required=False)
    q = forms.CharField(max_length=100, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = ["", OBJECTIONS, *Kind.values]
        self.fields["kind"].choices = [(one, one) for one in kinds]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, without what is odd."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("kind", ""), data.get("table", ""), data.get("division", ""), data.get("q", "").strip())


class OtherForm(forms.Form):
    """What a judge looks for where matching offered nothing right. Anything odd counts as not asked."""

    other = forms.CharField(max_length=LONGEST_OTHER, required=False)

    def text(self) -> str:
        """What is looked for; empty where nothing is."""
        return str(self.cleaned_data["other"]).strip() if self.is_valid() else ""


class HistoryForm(forms.Form):
    """The filter above the history."""

    q = forms.CharField(label=_("Name or enterprise"), max_length=100, required=False)
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    holding = forms.BooleanField(label=_("Only those that hold"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        words = [(code, wording(text)) for code, text in VERDICTS.items()]
        self.fields["verdict"].choices = [("", _("Any")), *words]  # type: ignore[attr-defined]
