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


def addresses(listed: str) -> list[str]:
    """The addresses in a list with white space between them; raises OddNoticeUrls, which shows none: they hold keys."""
    found = listed.split()
    for number, address in enumerate(found, start=1):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://\S+", address):
            raise OddNoticeUrls(number=number)
    return found


NOTICE_URLS = addresses(environment.secret("WUTONG_NOTICE_URLS"))
