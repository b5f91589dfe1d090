"""What codes of records are called on a portrait, in the reader's language. Nothing is keyed by what these return."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.portal.atlas.queries.portraits.ties import Basis, Tie, Verdict
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import Bilingual, reader_language, wording
from wutong.portal.shared.templatetags.wutong import number, yuan

_VERDICTS = {
    Verdict.SAME: pgettext_lazy("tie", "taken for this enterprise"),
    Verdict.UNSURE: pgettext_lazy("tie", "unsure, not counted"),
}
_BASES = {
    Basis.JUDGED: gettext_lazy("judged by people at the desk"),
    Basis.CREDIT_CODE: gettext_lazy("the source gives the same unified social credit code"),
    Basis.FULL_NAME: gettext_lazy("the source gives the very same full name, and one side tells no credit code"),
}
_ALIAS_KINDS = {
    "current": gettext_lazy("Present name"),
    "former": gettext_lazy("Former name"),
    "short": gettext_lazy("Short name"),
    "official_english": gettext_lazy("Official English name"),
    "other_english": gettext_lazy("Other English name"),
}
_AMOUNT_BASES = {
    "word": gettext_lazy("a range, since it is told in words"),
    "open": gettext_lazy("at least, since no upper end is told"),
    "undisclosed": gettext_lazy("not disclosed"),
}
_APPROVAL_MATCHES = {
    "holder": gettext_lazy("the holder"),
    "trade_name": gettext_lazy("the same name and trade name; the list names no holder"),
    "name": gettext_lazy("the same name only; the list names no holder"),
}


class Coded(Protocol):
    """A declared code with its title."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> Bilingual: ...


def titled(declared: Iterable[Coded], code: str | None) -> str:
    """The title of `code`, or the code itself where nothing is declared; nothing for nothing."""
    found = next((one.title for one in declared if one.code == code), None)
    return wording(found) if found else code or ""


def modality(code: str | None) -> str:
    """monoclonal_antibody → 单克隆抗体."""
    declared = catalogue().drugs.modalities
    return titled([*declared.modalities, *declared.further], code)


def dosage_form(code: str | None) -> str:
    """tablet → 片剂."""
    return titled(catalogue().drugs.forms.forms, code)


def stage(code: str) -> str:
    """approved → 已获批."""
    return titled(catalogue().drugs.stages.stages, code)


def furthest(phases: Iterable[str]) -> str:
    """The furthest stage that any of those phases shows; the stage without a phase where none does."""
    found = set(phases)
    declared = catalogue().drugs.stages.stages
    return next((wording(one.title) for one in declared if found & set(one.phases)), stage("in_trial"))


def approval_class(code: str | None) -> str:
    """biological → 生物制品."""
    return titled(catalogue().drugs.numbers.classes, code)


def approval_match(code: str) -> str:
    """How an approval was found to be of a product that the enterprise holds."""
    return str(_APPROVAL_MATCHES.get(code, code))


def approval_scheme(code: str) -> str:
    """imported → 进口药品注册证."""
    return titled(catalogue().drugs.numbers.schemes, code)


def application(kind: str | None, asks_for: str | None) -> str:
    """New drug, clinical trial."""
    declared = catalogue().drugs.acceptance
    both = (titled(declared.kinds, kind), titled(declared.asks, asks_for))
    return " · ".join(one for one in both if one)


def decision(code: str | None) -> str:
    """What an application came to."""
    return titled(catalogue().drugs.acceptance.decisions, code)


def financing_round(code: str | None, written: str | None) -> str:
    """a_plus → A+ 轮; as written where the round is not known."""
    return titled(catalogue().finance.rounds.rounds, code) if code else written or ""


def amount(low: float | None, high: float | None, basis: str | None) -> tuple[str, str]:
    """An amount of CNY, and what qualifies it."""
    about = str(_AMOUNT_BASES.get(basis or "", ""))
    if low is None:
        return (about or _("not known")), ""
    if high is None or high == low:
        return yuan(low), about
    return _("%(low)s to %(high)s") % {"low": yuan(low), "high": yuan(high)}, about


def alias_kind(code: str) -> str:
    """short → 简称."""
    return str(_ALIAS_KINDS.get(code, code))


def metric(code: str) -> str:
    """net_profit → 净利润."""
    declared = (one for statement in catalogue().finance.statements.statements for one in statement.metrics)
    return next((wording(one.title) for one in declared if one.metric == code), code)


def statement(code: str) -> str:
    """profit → 盈利能力."""
    return titled(catalogue().finance.statements.statements, code)


def unit(code: str) -> str:
    """CNY/share → 元每股."""
    return titled(catalogue().finance.statements.units, code)


def verdict(tie: Tie) -> str:
    """What is held of a name, and how likely it is."""
    said = str(_VERDICTS[tie.verdict])
    if tie.score is None:
        return said
    return _("%(verdict)s, score %(score)s") % {"verdict": said, "score": number(round(tie.score, 2))}


def reasons(tie: Tie) -> str:
    """Why a name is tied, in the reader's language."""
    said = tie.reasons_en if reader_language() == "en" else tie.reasons_zh
    basis = str(_BASES[tie.basis]) if tie.basis in _BASES else ""
    return ("; " if reader_language() == "en" else "；").join(one for one in (basis, *said) if one)
