"""The API counts its callers, wherever the portal's database lies."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from wutong.kernel import clock
from wutong.portal.open_api import service

pytestmark = pytest.mark.django_db

MOST = 3
MOMENT = clock.now().replace(second=5, microsecond=0)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three requests a minute, and a minute that does not end during the test."""
    monkeypatch.setattr(service.per_minute, "most", MOST)
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    caches["shared"].clear()


def test_too_many_requests_are_told_when_to_come_back(reader: Client, language: str) -> None:
    for _ in range(MOST):
        assert reader.get("/api/v1/chain").status_code == 200
    response = reader.get("/api/v1/chain")
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "rate.limited"
    assert problem["title"] == {"zh": "请求过于频繁", "en": "Too many requests"}[language]


def test_operations_share_one_count(reader: Client) -> None:
    for path in ("chain", "tables", "places"):
        assert reader.get(f"/api/v1/{path}").status_code == 200
    assert reader.get("/api/v1/suggest?q=a").status_code == 429


def test_pages_are_not_counted(reader: Client) -> None:
    for _ in range(MOST + 2):
        assert reader.get("/api/").status_code == 200


def test_clients_are_counted_apart(reader: Client) -> None:
    for _ in range(MOST + 1):
        reader.get("/api/v1/chain", REMOTE_ADDR="192.0.2.1")
    assert reader.get("/api/v1/chain", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert reader.get("/api/v1/chain", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_a_caller_cannot_name_itself_anew(reader: Client) -> None:
    for number in range(MOST + 1):
        reader.get("/api/v1/chain", headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert reader.get("/api/v1/chain", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 429


def test_a_declared_proxy_may_name_its_clients(reader: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(MOST + 1):
        reader.get("/api/v1/chain", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.1"})
    assert reader.get("/api/v1/chain", headers={"x-forwarded-for": "9.9.9.9, 198.51.100.1"}).status_code == 429
    assert reader.get("/api/v1/chain", headers={"x-forwarded-for": "198.51.100.2"}).status_code == 200


def test_the_next_minute_is_a_new_one(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(MOST + 1):
        reader.get("/api/v1/chain")
    monkeypatch.setattr(clock, "now", lambda: MOMENT + timedelta(minutes=1))
    assert reader.get("/api/v1/chain").status_code == 200
