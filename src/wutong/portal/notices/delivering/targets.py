"""The services that the operator named, by a digest of their address: the address itself never leaves the environment.

An address may hold {username} and {email}: then it is the recipient's own, and no room that others read.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from wutong.portal.accounts.models import Person

_PLACES = ("{username}", "{email}")


@dataclass(frozen=True, slots=True)
class Target:
    """One service. `scheme` is its kind, such as wecombot; `url` is secret."""

    digest: str
    scheme: str
    url: str

    @property
    def is_personal(self) -> bool:
        """True where each recipient has an address of their own."""
        return any(place in self.url for place in _PLACES)

    def url_of(self, person: Person) -> str:
        """The address for `person`."""
        filled = self.url.replace("{username}", quote(person.username, safe=""))
        return filled.replace("{email}", quote(person.email, safe=""))


def targets() -> Sequence[Target]:
    """Every service that is configured now."""
    urls: list[str] = settings.NOTICE_URLS
    return [Target(hashlib.sha256(url.encode()).hexdigest()[:16], url.partition("://")[0].lower(), url) for url in urls]


def target_of(digest: str) -> Target | None:
    """The service of that digest; None where it is configured no more."""
    return next((one for one in targets() if one.digest == digest), None)
