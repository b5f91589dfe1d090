"""How often one client may ask: so many requests a minute, counted where all workers see it."""

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from wutong.kernel import clock

_WINDOW = 60


class PerMinute(BaseThrottle):
    """A fixed window of a minute for each client address; what costs more has a `scope` and a count of its own."""

    def __init__(self, most: int, scope: str = "api") -> None:
        self.most, self._scope = most, scope

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this request; False where there were too many in this minute."""
        window = int(clock.now().timestamp()) // _WINDOW
        key = f"{self._scope}:{client_of(request)}:{window}"
        cache = caches["shared"]
        if cache.add(key, 1, timeout=2 * _WINDOW):
            return True
        try:
            return bool(cache.incr(key) <= self.most)
        except ValueError:  # it went between the two calls
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return _WINDOW - clock.now().timestamp() % _WINDOW


def client_of(request: HttpRequest) -> str:
    """The address that asks. Only as many proxies as are declared may speak for another."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            return forwarded[-settings.TRUSTED_PROXIES][:64]
    return address
