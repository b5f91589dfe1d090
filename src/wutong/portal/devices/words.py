"""What codes and classes of devices are called, in the reader's language. Nothing is keyed by what these return."""

from functools import cache

from django.utils.translation import gettext as _

from wutong.catalog.device_class import DeviceKnowledge, load_device_knowledge
from wutong.kernel.bilingual import Text
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

# The decisions' own words are the codes; English readers see what they mean beside them.
RISKS = {
    "一类": Text(zh="一类（风险程度低，实行备案）", en="Class I (low risk, by filing)"),
    "二类": Text(zh="二类（中度风险，实行注册）", en="Class II (medium risk, by registration)"),
    "三类": Text(zh="三类（较高风险，实行注册）", en="Class III (higher risk, by registration)"),
    "不作为": Text(zh="不作为医疗器械管理", en="Not administered as a device"),
    "不单独作为": Text(zh="不单独作为医疗器械管理", en="Not administered as a device by itself"),
    "药械组合": Text(zh="药械组合产品", en="Combination of drug and device"),
    "分情形": Text(zh="分情形界定", en="Depends on the case"),
}
_SHORT = {
    "一类": Text(zh="一类", en="Class I"),
    "二类": Text(zh="二类", en="Class II"),
    "三类": Text(zh="三类", en="Class III"),
    "不作为": Text(zh="不作为医疗器械", en="Not a device"),
    "不单独作为": Text(zh="不单独作为", en="Not by itself"),
    "药械组合": Text(zh="药械组合", en="Drug and device"),
    "分情形": Text(zh="分情形", en="Depends"),
}


@cache
def knowledge() -> DeviceKnowledge:
    """What is declared about classes of devices."""
    return load_device_knowledge(catalogue().root)


@cache
def _groups() -> dict[str, Text]:
    return {one.code: Text(zh=one.zh, en=one.en) for one in knowledge().groups}


@cache
def _categories() -> dict[str, Text]:
    return {one.code: Text(zh=one.zh, en=one.en) for one in knowledge().categories}


@cache
def _cues() -> dict[str, Text]:
    return {one.code: Text(zh=one.zh, en=one.en) for one in knowledge().cues}


def risk_title(code: str | None) -> str:
    """A risk class in full; a dash where none is given."""
    return wording(RISKS[code]) if code in RISKS else code or "—"


def risk_short(code: str | None) -> str:
    """A risk class in few words."""
    return wording(_SHORT[code]) if code in _SHORT else code or "—"


def group_title(code: str | None) -> str:
    """What 16-06 is called; nothing where it is not known."""
    if code and code.endswith("-00"):
        return _("A product of this category that the catalogue does not name")
    return wording(_groups()[code]) if code in _groups() else ""


def category_title(code: str | None, given: str | None = None) -> str:
    """What the category of a code is called, with its two digits; as it was `given` where we have no words for it."""
    if not code:
        return ""
    title = _categories().get(code[:2])
    return f"{code[:2]} {wording(title) if title else given or ''}".strip()


def cue_title(code: str) -> str:
    """What a cue says."""
    return wording(_cues()[code]) if code in _cues() else code


def missing(told: tuple[str, ...]) -> list[str]:
    """What a description should tell and does not; `told` are the cues that were found in it."""
    return [wording(Text(zh=one.zh, en=one.en)) for one in knowledge().aspects if not set(one.cues) & set(told)]
