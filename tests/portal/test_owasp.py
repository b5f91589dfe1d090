"""A try at each of the ten risks that web applications most often have (OWASP, 2021).

What other files try is not tried again: IDOR in test_strangers, roles in cases/test_matrix, guessing and sessions in
test_accounts_signing, https in test_serving, files in files/test_refusals, formulas of lists in test_exports.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.people import PASSWORD, organisation, person, signed_in, somebody
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.settings import security
from wutong.portal.shared.api.limits import PerMinute
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.spreadsheets.cells import harmless

pytestmark = pytest.mark.django_db

REPOSITORY = Path(__file__).resolve().parents[2]
PUBLIC = (
    "/",
    "/enterprises/",
    "/chain/",
    "/compare/",
    "/data/",
    "/data/issues/",
    "/products/",
    "/hospitals/",
    "/trials/",
    "/drug-applications/",
    "/changes/",
    "/services/",
    "/services/for/",
    "/api/v1/enterprises",
    "/api/v1/suggest",
    "/api/v1/trials",
)
SIGNED_IN = (
    "/cases/",
    "/cases/work/",
    "/cases/statistics/",
    "/voice/",
    "/files/",
    "/notices/",
    "/materials/",
    "/imports/approvals/",
    "/imports/shipments/",
    "/imports/opinions/",
    "/filings/",
    "/following/",
    "/accounts/people/",
)
PARAMETERS = ("q", "sort", "kind", "tab", "place", "segment", "page", "service", "from", "to", "state", "day", "month")
ATTACKS = (
    "' OR 1=1 --",
    "x'; DROP TABLE enterprises; --",
    '") UNION SELECT username, password FROM accounts_person --',
    "<script>alert(7)</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "a\r\nSet-Cookie: taken=1",
    "../../../../etc/passwd",
    "\0",
    "%00%27",
    "\ud7ff\u202e\U0001f9ec" * 400,
)
# A language chosen for somebody, and a walk through the guide that is kept nowhere, harm nobody.
HARMLESS = {"language/", "api/v1/imports/guide"}
WORDS_OF_A_FAILURE = ("Traceback", "duckdb", "OperationalError", "sqlite", "root:x:0:0", "site-packages")


@pytest.fixture(autouse=True)
def fresh(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """No tries are remembered; the API counts nothing but where that is tried."""
    cache.clear()
    monkeypatch.setattr(PerMinute, "allow_request", lambda self, request: True)


@pytest.fixture
def officer() -> Person:
    """Somebody for whom most lists are open."""
    return somebody("officer", Role.DEPARTMENT_REVIEWER, organisation("主管科", Kind.DEPARTMENT))


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def plain_addresses() -> list[str]:
    """Every address without a parameter."""
    return [f"/{place}" for place, _ in patterns(get_resolver()) if not re.search(r"[<(^?]", place)]


def test_1_forced_browsing_leads_nowhere() -> None:
    """A01. Whoever belongs nowhere opens every page by its address: none of an office answers."""
    nobody = signed_in(person("nobody"))
    for address in ("/audit/", "/cases/work/", "/cases/competences/", "/cases/statistics/", "/notices/sent/"):
        assert nobody.get(address).status_code == 404, address
        assert nobody.post(address).status_code in {404, 405}, address
        assert Client().get(address).status_code in {302, 404}, address
    for address in plain_addresses():
        assert Client().get(address).status_code < 500, address


def test_2_secrets_stay_here(officer: Person) -> None:
    """A02. Neither the key nor a password is in a page; cookies are out of reach of scripts."""
    client = Client()
    client.post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    session = client.cookies[security.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    for address in ("/accounts/me/", "/accounts/me/data.json", "/", "/api/v1/openapi.json"):
        text = client.get(address).content.decode()
        assert security.SECRET_KEY not in text
        assert officer.password not in text


@pytest.mark.parametrize("address", [*PUBLIC, *SIGNED_IN])
def test_3_nothing_typed_is_run(address: str, officer: Person) -> None:
    """A03. SQL, markup, templates, headers and paths in every parameter of every list."""
    client = signed_in(officer)
    for attack in ATTACKS:
        answer = client.get(address, dict.fromkeys(PARAMETERS, attack) | {"page": "1"})
        assert answer.status_code in {200, 302, 400, 404}, (address, attack)
        assert "taken" not in answer.cookies
        text = b"".join(answer) if answer.streaming else answer.content
        said = text.decode()
        if answer.headers["Content-Type"].startswith("text/html"):  # JSON is never read as a page: see test_5
            assert "<script>alert(7)" not in said
        assert not [word for word in WORDS_OF_A_FAILURE if word in said], (address, attack)
    assert client.get(address, {"page": "1' OR 1=1"}).status_code in {200, 302, 400, 404}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_3_a_cell_is_never_a_formula(cell: str) -> None:
    """A03, in the spreadsheet of whoever opens a file of ours."""
    assert str(harmless(cell)).startswith("'")


def test_4_guessing_is_slowed_whoever_is_guessed() -> None:
    """A04. Tries are refused in the same way for those who exist and those who do not."""
    person("lin")
    said = []
    for name in ("lin", "nobody-of-that-name"):
        cache.clear()
        answers = [
            Client().post("/accounts/login/", {"login": name, "password": f"wrong-{number}"}) for number in range(7)
        ]
        said.append([answer.status_code for answer in answers])
    assert said[0] == said[1]


def test_5_every_answer_is_armed() -> None:
    """A05. Headers on pages, refusals, files and the API alike; no scripts of a page's own; no stack traces."""
    for address in ("/", "/nowhere/", "/api/v1/chain", "/api/v1/nowhere", "/accounts/login/", "/healthz", "/static/"):
        answer = Client().get(address)
        policy = answer.headers["Content-Security-Policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert scripts == "script-src 'self'", address
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Index of" not in answer.content.decode()
    assert security.DEBUG is False
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    assert "mirrored" not in Client().generic("TRACE", "/", headers={"x-sent": "mirrored"}).content.decode()


def test_6_what_is_installed_is_pinned_by_its_hash() -> None:
    """A06. Every line of the locks names a version and a hash."""
    for name in ("base", "dev"):
        text = (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
        assert len(pinned) > 30
        assert not [one.splitlines()[0] for one in pinned if "==" not in one or "--hash=sha256:" not in one]


def test_7_a_session_planted_before_signing_in_is_worth_nothing(officer: Person) -> None:
    """A07. The key changes with the sign-in, and is dead after signing out."""
    victim = Client()
    victim.get("/accounts/login/")
    victim.cookies[security.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    victim.post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    key = victim.cookies[security.SESSION_COOKIE_NAME].value
    assert key != "planted0planted0planted0planted0"
    thief = Client()
    thief.cookies[security.SESSION_COOKIE_NAME] = key
    assert thief.get("/accounts/me/").status_code == 200
    victim.post("/accounts/logout/")
    assert thief.get("/accounts/me/").status_code == 302


def test_8_nothing_is_written_without_a_token(officer: Person) -> None:
    """A08. Every address of pages and of the APIs, posted to from another site."""
    careless = Client(enforce_csrf_checks=True)
    careless.force_login(officer)
    found = []
    for place, _ in patterns(get_resolver()):
        if place in HARMLESS:
            continue
        address = "/" + re.sub(r"<uuid\w*:\w+>", "0" * 8 + "-0000-4000-8000-" + "0" * 12, place)
        address = re.sub(r"<[^>]+>", "1", address)
        if re.search(r"[(^?]", address):
            continue
        answer = careless.post(address, {"by": "another site"}, headers={"origin": "https://evil.example"})
        if answer.status_code not in {401, 403, 404, 405}:
            found.append((address, answer.status_code))
    assert not found


def test_9_a_refused_sign_in_is_on_record() -> None:
    """A09. Who tried in vain, and from where; never with what."""
    person("lin")
    Client().post("/accounts/login/", {"login": "lin", "password": "not-this-one"}, REMOTE_ADDR="192.0.2.7")
    entry = AuditEntry.objects.get(act="session.refused")
    assert entry.address == "192.0.2.7"
    assert "not-this-one" not in str(vars(entry))


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(7)"])
def test_10_no_address_of_a_visitor_is_followed(there: str, officer: Person) -> None:
    """A10. We fetch nothing that somebody names, and send nobody where somebody else names."""
    for address in ("/accounts/login/", "/language/"):
        answer = Client().post(address, {"login": "officer", "password": PASSWORD, "language": "en", "next": there})
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")
