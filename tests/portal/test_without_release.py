"""Before the first build: pages say what to run, and the health check still answers."""

import pytest
from django.test import Client

from wutong.kernel.home import Home


@pytest.mark.parametrize("path", ["/", "/chain/", "/compare/", "/data/", "/enterprises/"])
@pytest.mark.parametrize(("accepted", "said"), [("zh-CN", "还没有发布的数据版本"), ("en", "There is no release yet")])
def test_pages_say_which_command_to_run(empty_home: Home, client: Client, path: str, accepted: str, said: str) -> None:
    response = client.get(path, headers={"accept-language": accepted})
    assert response.status_code == 503
    page = response.content.decode()
    assert said in page
    assert "make up" in page
    assert str(empty_home.root) not in page


def test_definitions_need_no_release(empty_home: Home, client: Client) -> None:
    assert client.get("/data/indicators/").status_code == 200
    assert client.get("/data/definitions.json").json()["tables"]["enterprises"]["columns"]


@pytest.mark.django_db
def test_health_needs_no_release(empty_home: Home, client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True}


@pytest.mark.django_db
def test_health_says_when_the_database_is_gone(
    empty_home: Home, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.connection.is_usable", lambda: False)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] is False
