"""Services that notices go to besides mail. Their addresses hold keys, so they are secrets."""

import re

from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

__all__ = ["NOTICE_URLS"]


class OddNoticeUrls(WutongError):
    code = "portal.notice_urls"
    exit_code = 2
    sentence = Text(
        zh="WUTONG_NOTICE_URLS 的第 {number} 个地址不成形：应形如 wecombot://密钥，多个地址以空白分隔。",
        en="Address {number} in WUTONG_NOTICE_URLS is no address: it must read like wecombot://key, with white space "
        "between addresses.",
    )


NOTICE_URLS: list[str] = environment.secret("WUTONG_NOTICE_URLS").split()
for _number, _url in enumerate(NOTICE_URLS, start=1):
    # Never shown: it holds a key.
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://\S+", _url):
        raise OddNoticeUrls(number=_number)
