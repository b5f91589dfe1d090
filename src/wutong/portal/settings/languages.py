"""Languages and time zone. Chinese is the default; a cookie remembers the reader's choice."""

from django.utils.translation import gettext_lazy as _

from wutong.portal.settings.paths import WUTONG_HOME

__all__ = [
    "LANGUAGES",
    "LANGUAGE_CODE",
    "LANGUAGE_COOKIE_AGE",
    "LANGUAGE_COOKIE_NAME",
    "LANGUAGE_COOKIE_SAMESITE",
    "LOCALE_PATHS",
    "TIME_ZONE",
    "USE_I18N",
    "USE_THOUSAND_SEPARATOR",
    "USE_TZ",
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "wutong_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Compiled messages are made by `prepare`, outside the repository.
LOCALE_PATHS = [WUTONG_HOME.portal / "locale"]

USE_I18N = True
# Counts that people read go through the filter `number`; what is printed without it, such as a key, is for machines.
USE_THOUSAND_SEPARATOR = False
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
