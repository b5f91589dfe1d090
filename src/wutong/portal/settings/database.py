"""The portal's own database and its caches. Releases are not in it: they are read as files."""

from urllib.parse import parse_qs, unquote, urlsplit

from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.settings.paths import WUTONG_HOME

__all__ = ["CACHES", "DATABASES", "DEFAULT_AUTO_FIELD"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


class OddDatabaseAddress(WutongError):
    code = "portal.database_address"
    exit_code = 2
    sentence = Text(
        zh="WUTONG_DATABASE_URL 应形如 postgresql://用户:密码@主机:端口/库名（套接字用 ?host=/目录），或 sqlite:///文件路径。",
        en="WUTONG_DATABASE_URL must read postgresql://user:password@host:port/name (?host=/folder for a socket), or sqlite:///path.",
    )


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise OddDatabaseAddress()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket's folder cannot stand where a host's name does; it is given as ?host=/folder.
        "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Writers queue instead of failing, and readers never wait for them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


DATABASES = {
    "default": _database(environment.secret("WUTONG_DATABASE_URL") or f"sqlite://{WUTONG_HOME.portal / 'db.sqlite3'}")
}

_SHARED = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "portal_shared_cache",
    "OPTIONS": {"MAX_ENTRIES": 20000},
}
CACHES = {
    # What all workers must agree on, such as how often one caller has asked or tried to sign in.
    "default": _SHARED,
    "shared": _SHARED,
    # What was computed from a release; every key names the release, so nothing is ever invalidated.
    "computed": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "computed",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # Whole pages, some 100 kB each; every name holds the release's version.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
