"""A visitor without a browser, who sends to a running portal what no page of it would send."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from http.cookiejar import CookieJar


class _Stay(urllib.request.HTTPRedirectHandler):
    """Where one is sent is looked at, not followed."""

    def redirect_request(self, *given: object, **more: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: Message


@dataclass
class Attacker:
    """One visitor with cookies of their own."""

    server: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, data: dict[str, str] | None = None, **headers: str) -> Answer:
        """GET, or POST where there is `data`; errors are answers too."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)
        try:
            answer = opener.open(urllib.request.Request(self.server + path, body, names), timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return Answer(answer.status, answer.read().decode(errors="replace"), answer.headers)

    def sign_in(self, name: str, password: str, **more: str) -> Answer:
        """As a person does: with the token of the form."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("/accounts/login/").text)
        assert token is not None
        data = {"login": name, "password": password, "csrfmiddlewaretoken": token[1], **more}
        return self.ask("/accounts/login/", data, Referer=f"{self.server}/accounts/login/")

    @property
    def cookies(self) -> dict[str, str]:
        """By name."""
        return {one.name: one.value or "" for one in self.jar}
