"""What keeps visitors apart from each other and from the machine. Safe unless WUTONG_DEBUG is True."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from wutong.kernel import environment
from wutong.portal.settings.paths import WUTONG_HOME

__all__ = [
    "ALLOWED_HOSTS",
    "CONTENT_SECURITY_POLICY",
    "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "CSRF_FAILURE_VIEW",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "LANGUAGE_COOKIE_SECURE",
    "SECRET_KEY",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_REFERRER_POLICY",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_AGE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_SECURE",
    "TRUSTED_PROXIES",
    "X_FRAME_OPTIONS",
]


def _secret_key(path: Path) -> str:
    """The key that `prepare` made; before that, one that lasts as long as this process."""
    return path.read_text(encoding="ascii").strip() if path.is_file() else secrets.token_urlsafe(50)


DEBUG = environment.flag("WUTONG_DEBUG")
SECRET_KEY = environment.secret("WUTONG_SECRET_KEY") or _secret_key(WUTONG_HOME.portal / "secret_key")

ALLOWED_HOSTS = environment.text("WUTONG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

# True where a proxy in front speaks https and says so in X-Forwarded-Proto.
_https = environment.flag("WUTONG_HTTPS")
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
# How many proxies in front add to X-Forwarded-For; with none, that header is anybody's word and is not read.
TRUSTED_PROXIES = environment.number("WUTONG_TRUSTED_PROXIES", 0)
CSRF_COOKIE_SECURE = _https
LANGUAGE_COOKIE_SECURE = _https
CSRF_COOKIE_SAMESITE = "Lax"
# A session begins with a sign-in or the first export, and outlives the export's file.
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "wutong_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if _https and host != "*"]
CSRF_FAILURE_VIEW = "wutong.portal.shared.views.csrf_refused"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A form that leads to the operator's own sign-in service is sent on there, which browsers count as the form's address.
_oidc = urlsplit(environment.text("WUTONG_OIDC_SERVER"))
_sign_in_service = f" {_oidc.scheme}://{_oidc.netloc}" if _oidc.netloc else ""

# Scripts come from our own files only. Styles may be inline because ECharts writes style attributes into tooltips.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        f"form-action 'self'{_sign_in_service}",
        "frame-ancestors 'none'",
    ]
)
