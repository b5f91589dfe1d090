"""Names of Chinese places for readers of English: 浦东新区 → Pudong New Area. For reading only; never a key."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Names whose English form is not their sound.
_ESTABLISHED = {
    "内蒙古自治区": "Inner Mongolia",
    "广西壮族自治区": "Guangxi",
    "西藏自治区": "Xizang",
    "宁夏回族自治区": "Ningxia",
    "新疆维吾尔自治区": "Xinjiang",
    "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macao",
    "陕西省": "Shaanxi",
}
# Longest first. A city and a province go without a word for their rank.
_RANKS = (
    ("自治州", " Prefecture"),
    ("自治县", " County"),
    ("自治旗", " Banner"),
    ("新区", " New Area"),
    ("林区", " Forest District"),
    ("地区", " Prefecture"),
    ("省", ""),
    ("市", ""),
    ("区", " District"),
    ("县", " County"),
    ("盟", " League"),
    ("旗", " Banner"),
)
_PEOPLES = re.compile(
    "(?:(?:回|藏|羌|苗|侗|彝|傣|白|壮|满|瑶|畲|黎|水|怒|佤|土|布依|土家|景颇|傈僳|哈尼|朝鲜|蒙古|仡佬|拉祜|纳西|普米|独龙|"
    "布朗|毛南|仫佬|锡伯|东乡|保安|撒拉|裕固|达斡尔|鄂温克|鄂伦春|哈萨克|塔吉克|维吾尔|柯尔克孜)族?|各族)+$"
)


@lru_cache(maxsize=8192)
def romanised(name: str) -> str:
    """`name` in Latin letters with an English word for its rank; peoples in names of autonomous places are left out."""
    if name in _ESTABLISHED:
        return _ESTABLISHED[name]
    for rank, english in _RANKS:
        stem = name.removesuffix(rank)
        if stem != name and (len(stem) >= 2 or len(name) == 2):
            # A place may be named by its people alone (鄂温克族自治旗).
            return _spelled(_without_peoples(stem, rank)) + english
    return _spelled(name)


def _without_peoples(stem: str, rank: str) -> str:
    return (_PEOPLES.sub("", stem) if rank.startswith("自治") else stem) or stem


def _spelled(stem: str) -> str:
    """Syllables in one word, with an apostrophe where a vowel would join the syllable before it (Xi'an)."""
    syllables = lazy_pinyin(stem, style=Style.NORMAL, v_to_u=False)
    word = syllables[0] + "".join(f"'{one}" if one[:1] in "aoe" else one for one in syllables[1:])
    return word.replace("v", "u").capitalize()
