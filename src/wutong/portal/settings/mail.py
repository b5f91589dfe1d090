"""Mail: files in an outbox until a server is named. The server's address holds its password, so it is a secret."""

from urllib.parse import unquote, urlsplit

from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.settings.paths import WUTONG_HOME

__all__ = [
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_FILE_PATH",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_TIMEOUT",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "PUBLIC_URL",
]


class OddMailServer(WutongError):
    code = "portal.mail_server"
    exit_code = 2
    sentence = Text(
        zh="WUTONG_SMTP_URL 应形如 smtp://用户:密码@主机:587（STARTTLS）、smtps://…:465（TLS）或 smtp+plain://…（不加密，仅限本机）。",
        en="WUTONG_SMTP_URL must read smtp://user:password@host:587 (STARTTLS), smtps://…:465 (TLS), or "
        "smtp+plain://… (no encryption, for this machine only).",
    )


_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
_url = environment.secret("WUTONG_SMTP_URL")
_parts = urlsplit(_url)
if _url and (_parts.scheme not in _PORTS or not _parts.hostname):
    raise OddMailServer()

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _url else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(WUTONG_HOME.portal / "outbox")
EMAIL_HOST = _parts.hostname or "localhost"
EMAIL_PORT = _parts.port or _PORTS.get(_parts.scheme, 25)
EMAIL_HOST_USER = unquote(_parts.username or "")
EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
EMAIL_USE_TLS = _parts.scheme == "smtp"
EMAIL_USE_SSL = _parts.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("WUTONG_MAIL_FROM", "wutong@localhost")

# How the portal is reached from outside, for links in mail; where it is not said, as the reader's browser reached it.
PUBLIC_URL = environment.text("WUTONG_PUBLIC_URL")
