"""What comes with an act on a case: exactly what its flow asks for, and a box to tick before what cannot be undone."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.catalog.flows import Act, Flow
from wutong.portal.cases.models import Case
from wutong.portal.shared.language import wording

CORRECTING = "correct"
_LONGEST = 4000
_YEAR = 366
# What is told with an act besides its reason and its ground.
_TOLD = ("papers", "decision", "expected_days")
_TICK = {"class": "form-check-input"}


class ActForm(forms.Form):
    """One act on a case as it was seen after `steps` steps."""

    steps = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, case: Case, act: Act, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"steps": case.steps}, auto_id=f"{act.code}-%s")
        self.case, self.act = case, act
        if act.grounds:
            grounds = [(code, wording(case.flow.grounds[code].text)) for code in act.grounds]
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground"),
                choices=grounds,
                widget=forms.RadioSelect(attrs=_TICK),
                initial=act.grounds[0] if len(act.grounds) == 1 else None,
            )
        if act.grounds and act.clocks.pause:
            self.fields["expected_days"] = forms.IntegerField(
                label=_("Days that it is expected to take, as the applicant is told"), min_value=1, max_value=_YEAR
            )
        if "papers" in act.needs:
            papers = [(paper.code, wording(paper.title)) for paper in case.service.papers]
            self.fields["papers"] = forms.MultipleChoiceField(
                label=_("Papers that are asked for"), choices=papers, widget=forms.CheckboxSelectMultiple(attrs=_TICK)
            )
        if act.code == CORRECTING:
            self._add_correction(case)
        if "decision" in act.needs:
            self.fields["decision"] = _long(_("The decision, in words"))
        if "reason" in act.needs:
            self.fields["reason"] = _long(_("Reason"))
        else:
            self.fields["reason"] = _long(_("Remark"), required=False, rows=2)
        if is_final(case.flow, act):
            self.fields["confirmed"] = forms.BooleanField(label=_("I know that this cannot be undone"))

    def _add_correction(self, case: Case) -> None:
        fields = [(code, wording(field.title)) for code, field in case.service.fields.items() if field.kind in _PLAIN]
        self.fields["field"] = forms.ChoiceField(
            label=_("What is put right"), choices=[("", "—"), *fields], required=False
        )
        self.fields["value"] = forms.CharField(label=_("How it should read"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """What is put right and how go together."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("field") and not data.get("value", "").strip():
            self.add_error("value", _("Say how it should read."))
        return data

    def told(self) -> dict[str, Any]:
        """What a valid form says, as `actions.doing.do` takes it."""
        data = self.cleaned_data
        details: dict[str, Any] = {name: data[name] for name in _TOLD if data.get(name)}
        if data.get("field"):
            details["correct"] = {"field": data["field"], "after": data["value"].strip()}
        return {
            "after": data["steps"],
            "reason": data.get("reason", ""),
            "ground": data.get("ground", ""),
            "details": details,
        }


# Slips of the pen are mended; what is chosen or counted is the applicant's to say again.
_PLAIN = frozenset({"text", "long_text"})


def is_final(flow: Flow, act: Act) -> bool:
    """Whether those who do it have no way back from where it leads, or it may be done but once."""
    if act.to is None:
        return act.at_most is not None
    own = [one for one in flow.acts if set(one.roles) & set(act.roles)]
    ways = {(begin, one.to) for one in own if one.to for begin in one.from_states}
    reached = {act.to}
    while fresh := {end for begin, end in ways if begin in reached} - reached:
        reached |= fresh
    return not reached & set(act.from_states)


def _long(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": rows})
    )


class BatchForm(ActForm):
    """One act on several cases: each says for itself how many of its steps were seen."""

    def __init__(self, case: Case, act: Act, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(case, act, data)
        # A slip is put right in one case at a time.
        for name in ("steps", "field", "value"):
            self.fields.pop(name, None)

    def told(self) -> dict[str, Any]:
        """What a valid form says, but for the steps."""
        data = self.cleaned_data
        details = {name: data[name] for name in _TOLD if data.get(name)}
        return {"reason": data.get("reason", ""), "ground": data.get("ground", ""), "details": details}
