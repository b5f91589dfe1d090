"""The service zone: guides for everybody, search, what applies and why, and the same for programs."""

import re
from html import unescape

import pytest
from django.test import Client

from portal.people import member, organisation, signed_in, somebody
from wutong.catalog.catalog import load_catalog
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Role
from wutong.portal.atlas.release_reader import OpenRelease

CATALOG = load_catalog()

pytestmark = pytest.mark.django_db


def get(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode())


@pytest.mark.parametrize("code", CATALOG.services)
def test_every_guide_tells_its_limits_and_papers(reader: Client, language: str, code: str) -> None:
    text = get(reader, f"/services/{code}/")
    service = CATALOG.services[code][-1]
    assert getattr(service.title, language) in text
    for paper in service.papers:
        assert getattr(paper.title, language) in text
    for limit in service.limits:
        assert getattr(limit.basis.text, language) in text
    assert "<svg" in text  # its QR code


def test_a_guide_tells_its_versions_and_what_changed(reader: Client, language: str) -> None:
    first, second = CATALOG.services["VS09"]
    text = get(reader, "/services/VS09/")
    why = CATALOG.upgrades["VS09"][2].why
    assert why is not None and getattr(why, language) in text
    assert getattr(second.fields["storage"].title, language) in text
    told = text.split('id="versions-title"')[1].split("</section>")[0]
    for one in (second.effective_from, first.effective_from, first.effective_to):
        assert one is not None and re.search(rf"(?<!\d){one.day}(?!\d)", told)
    assert 'id="versions-title"' not in get(reader, "/services/GS16/")


def test_limits_have_their_units(reader: Client) -> None:
    toxic = get(reader, "/services/GS21/")
    animals = get(reader, "/services/GS07/")
    assert "3 日" in toxic or "3 days" in toxic
    assert "20 个工作日" in animals or "20 working days" in animals


@pytest.mark.parametrize(
    ("query", "held", "left_out"),
    [
        ("?q=实验动物", "GS07", "GS08"),
        ("?q=customs", "GS16", "GS07"),
        ("?issue=venues&stage=L1", "GS07", "GS12"),
        ("?kind=value_added", "VS14", "GS01"),
        ("?issue=odd&stage=L9&kind=odd", "GS01", "none"),
    ],
)
def test_services_are_found(reader: Client, query: str, held: str, left_out: str) -> None:
    text = get(reader, f"/services/{query}")
    assert f'href="/services/{held}/"' in text
    assert f'href="/services/{left_out}/"' not in text


def test_nothing_found_says_so(reader: Client) -> None:
    assert "empty-line" in get(reader, "/services/?q=there+is+no+such+service")


@pytest.mark.parametrize("path", ["/services/GS99/", "/services/odd/", "/services/for/?enterprise=odd"])
def test_what_is_not_there_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def a_core_firm(release: OpenRelease) -> tuple[str, str]:
    sql = "SELECT enterprise_id, segment FROM enterprises WHERE tier = 'core' AND segment = 'device' LIMIT 1"
    enterprise_id, segment = release.query(sql).rows[0]
    return enterprise_id, segment


def test_what_applies_comes_with_its_reasons(reader: Client, release: OpenRelease) -> None:
    enterprise_id, _ = a_core_firm(release)
    answer = reader.get(f"/api/v1/services/applying/{enterprise_id}").json()
    verdicts = {one["code"]: one for one in answer["services"]}
    assert len(verdicts) == len(CATALOG.services)
    assert verdicts["GS12"]["answer"] == "met"
    assert verdicts["GS09"]["answer"] == "not_met"  # a licence to make drugs
    reasons = {one["about"]: one for one in verdicts["GS09"]["reasons"]}
    assert "device" not in reasons["chain"]["wanted"]
    text = get(reader, f"/services/for/?enterprise={enterprise_id}")
    assert text.index('href="/services/GS12/"') < text.index('href="/services/GS09/"')


def test_without_an_enterprise_one_chooses_of_ones_own(release: OpenRelease, language: str) -> None:
    answer = Client().get("/services/for/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/services/for/")
    first, second = (organisation(name) for name in ("江畔测试生物有限公司", "远山测试器械有限公司"))
    who = somebody("lin", Role.ENTERPRISE_USER, first)
    client = signed_in(who, language)
    text = get(client, "/services/for/")
    assert "/claims/new/" in text and "远山" not in text
    sql = "SELECT enterprise_id FROM enterprises ORDER BY enterprise_id LIMIT 2"
    one, other = (str(row[0]) for row in release.query(sql).rows)
    Organisation.objects.filter(pk=first.pk).update(enterprise_id=one)
    alone = client.get("/services/for/")
    assert (alone.status_code, alone["Location"]) == (302, f"/services/for/?enterprise={one}")
    Organisation.objects.filter(pk=second.pk).update(enterprise_id=other)
    assert client.get("/services/for/").status_code == 302  # another's is not offered
    member(who, Role.ENTERPRISE_USER, second)
    text = get(client, "/services/for/")
    offered = re.findall(r'href="(/services/for/\?enterprise=[^"]+)"', text)
    assert sorted(offered) == sorted(f"/services/for/?enterprise={each}" for each in (one, other))
    assert all(client.get(each).status_code == 200 for each in offered)


def test_programs_get_the_same(reader: Client) -> None:
    listed = reader.get("/api/v1/services/?q=precursor").json()
    assert {one["code"] for one in listed["services"]} >= {"GS20", "GS21"}
    one = reader.get("/api/v1/services/GS20").json()
    assert one["limits"][0]["limit"] == {"unit": "calendar_day", "amount": 10}
    assert reader.get("/api/v1/services/GS99").status_code == 404
    assert reader.get("/api/v1/services/openapi.json").status_code == 200


def test_a_guide_is_linked_data(reader: Client) -> None:
    response = reader.get("/services/GS16/linked-data/")
    assert response["Content-Type"] == "application/ld+json"
    document = response.json()
    assert document["@type"] == "cpsv:PublicService"
    assert document["cv:processingTime"]["@value"] == "P20D"
    assert len(document["cpsv:hasInput"]) == len(CATALOG.services["GS16"][-1].papers)
    assert document["@id"].endswith("/services/GS16/")
