"""What is kept about somebody is theirs to take away, and nobody else's."""

import pytest
from django.test import Client

from portal.people import organisation, person, signed_in, somebody
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Role
from wutong.portal.notices import actions as notices
from wutong.portal.shared.catalogue import catalogue

pytestmark = pytest.mark.django_db


def test_it_is_complete_and_only_theirs(empty_home: Home) -> None:
    firm = organisation("江畔测试生物有限公司")
    lin, lee = somebody("lin", Role.ENTERPRISE_USER, firm), somebody("lee", Role.ENTERPRISE_USER, firm)
    for who, words in ((lin, "给林的"), (lee, "给李的")):
        told = Text(words, words)
        notices.send(to=[who], key="k", kind="case.accepted", subject=told, body=told, address="/", by=lin)
    answer = signed_in(lin).get("/accounts/me/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    said = answer.json()
    assert set(said) == {
        "as_of",
        "profile",
        *(part.own for table in catalogue().personal.tables.values() for part in table.parts),
    }
    assert (said["profile"]["username"], said["memberships"][0]["role_code"]) == ("lin", "R1")
    assert [one["subject"] for one in said["notices"]] == ["给林的"]
    text = answer.content.decode()
    assert "给李的" not in text and "lee" not in text
    assert lin.password not in text and "password" not in text


def test_a_visitor_is_asked_to_sign_in(empty_home: Home) -> None:
    answer = Client().get("/accounts/me/data.json")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/accounts/me/data.json")


def test_it_is_told_where_one_looks(empty_home: Home) -> None:
    assert "/accounts/me/data.json" in signed_in(person("lin")).get("/accounts/me/").content.decode()
