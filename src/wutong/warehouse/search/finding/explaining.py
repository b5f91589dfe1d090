"""Why a hit is a hit, in words. Pure."""

from wutong.kernel.bilingual import Text
from wutong.warehouse.search.finding.aligning import Alignment
from wutong.warehouse.search.finding.hits import Scored
from wutong.warehouse.search.keeping.shelf import Standing

_WHOLE = Text(zh="名称完全一致", en="The name is the same")
_HOLDS = Text(zh="名称中含“{parts}”", en="The name contains “{parts}”")
_IN_ORDER = Text(zh="名称中依次含{parts}", en="The name contains, in this order, {parts}")
_TYPO = Text(zh="与输入相差一个字，相同部分：{parts}", en="One letter differs from what was typed; the same: {parts}")
_PROPER = Text(zh="字号一致：“{parts}”", en="The proper name is “{parts}”")
_FORMER = Text(zh="曾用名“{name}”", en="Formerly “{name}”")
_ENGLISH = Text(zh="外文名称“{name}”", en="English name “{name}”")
_PINYIN = Text(zh="“{parts}”的拼音或首字母与输入一致", en="“{parts}” reads as typed, in pinyin or initials")
_SLIP = Text(zh="“{parts}”的拼音与输入相差一个字母", en="“{parts}” reads as typed but for one letter")
_CODE = Text(zh="统一社会信用代码以“{code}”开头", en="The credit code begins with “{code}”")
_WHOLE_CODE = Text(zh="统一社会信用代码一致", en="The credit code is the same")
_NUMBER = Text(zh="登记号“{code}”", en="The registration number is “{code}”")
_STOCK = Text(zh="股份公司排在前面", en="A joint-stock company comes first")
_BRANCH = Text(zh="分支机构，排在所属企业之后", en="A branch, which comes after its firm")


def of_match(one: Scored, typed: str) -> tuple[Text, ...]:
    """How what was typed (cleaned) fits what was found."""
    if one.route == "code":
        return (_WHOLE_CODE if typed == one.what.lower() else _CODE.format(code=typed.upper()),)
    if one.route == "number":
        return (_NUMBER.format(code=one.what),)
    if one.route == "english" or one.found is None:
        return (_ENGLISH.format(name=one.what),)
    if one.route == "sound":
        how = _SLIP if one.found.missing else _PINYIN
        reading = how.format(parts="".join(_parts(one.book.cleaned, one.found)))
        return (_FORMER.format(name=one.what), reading) if one.book.is_alias else (reading,)
    how = _lying(one.book.cleaned, one.book.standing, one.found)
    return (_FORMER.format(name=one.what), how) if one.book.is_alias else (how,)


def _lying(name: str, standing: Standing, found: Alignment) -> Text:
    """How the query lies in a name (cleaned)."""
    parts = _parts(name, found)
    zh, en = "".join(f"“{part}”" for part in parts), ", ".join(f"“{part}”" for part in parts)
    several = _TYPO if found.missing else _IN_ORDER
    if found.missing or len(parts) > 1:
        return Text(zh=several.zh.format(parts=zh), en=several.en.format(parts=en))
    if len(parts[0]) == len(name):
        return _WHOLE
    is_proper = found.start == standing.region and len(parts[0]) == standing.proper
    return (_PROPER if is_proper else _HOLDS).format(parts=parts[0])


def _parts(name: str, found: Alignment) -> list[str]:
    return [name[place : place + length] for place, length in found.blocks]


def of_standing(standing: Standing) -> tuple[Text, ...]:
    """Reasons that hold whatever is asked."""
    if standing.is_branch:
        return (_BRANCH,)
    return (_STOCK,) if standing.is_stock else ()
