"""Clocks of an organisation's filings: applications of the release, cases, certificates; what is due next first."""

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from portal.cases.cast import district, do, sent
from portal.conftest import forget
from portal.people import organisation, signed_in, somebody
from portal.recorded_release import recorded_home
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Role
from wutong.portal.atlas.access import current_release
from wutong.portal.filings.actions.entering import Entered, enter
from wutong.portal.filings.queries.clocks import filings_of
from wutong.portal.flowing.positions import working_days

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, empty_home: Home) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_what_is_due_first_comes_first() -> None:
    where = district()
    late = sent(where, "GS19")
    case = do(where.clerk, sent(where, "GS20"), "accept")
    case = do(where.officer, case, "grant", details={"decision": "准予"})
    do(where.clerk, case, "deliver")
    found = filings_of(where.firm)
    assert [(one.kind, one.follows) for one in found] == [
        ("case", "accepted"),
        ("certificate", "renewal"),
        ("case", "decision"),
    ]
    assert (found[0].number, found[0].whole, found[0].spent) == (late.number, 5, 0)
    assert found[2].ended_on == TODAY


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_and_its_file(language: str) -> None:
    where = district()
    case = sent(where, "GS19")
    client = signed_in(where.user, language)
    assert case.number in client.get("/filings/").content.decode()
    assert case.number in b"".join(client.get("/filings/clocks.csv").streaming_content).decode("utf-8-sig")
    assert signed_in(where.officer, language).get("/filings/").status_code == 404
    assert signed_in(where.officer).get(f"/filings/?organisation={where.firm.pk}").status_code == 404
    assert signed_in(where.officer).get("/filings/clocks.csv").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_organisation_after_thousands_is_followed_by_its_whole_key(language: str) -> None:
    organisation("先来企业")
    firm = organisation("后来企业")
    firm.pk = 12_345_678
    firm.save(force_insert=True)
    page = signed_in(somebody("late", Role.ENTERPRISE_USER, firm), language).get("/filings/").content.decode()
    assert "?organisation=12345678" in page


def test_applications_that_registers_tell_of_run_by_the_clock_of_the_law(settings: Settings) -> None:
    settings.WUTONG_HOME = Home(recorded_home())
    forget()
    sql = "SELECT enterprise_ids[1], acceptance_number FROM applications_by_enterprise WHERE len(enterprise_ids) = 1"
    enterprise_id, number = current_release().query(f"{sql} ORDER BY 2 LIMIT 1").rows[0]
    firm = organisation("登记企业")
    firm.enterprise_id = enterprise_id
    firm.save()
    found = {one.number: one for one in filings_of(firm)}
    assert found[number].kind == "application"
    clocked = [one for one in found.values() if one.whole is not None and one.began_on is not None]
    for one in clocked:
        assert one.due_on in (None, working_days().after(one.began_on, one.whole))
        assert one.law is not None
    # What the enterprise follows itself is told once, and its page shows what the register says beside it.
    sql = "SELECT acceptance_number, accepted_on FROM drug_applications WHERE asks_for = 'clinical_trial' "
    told = current_release().query(f"{sql} AND accepted_on >= '2020-01-01' ORDER BY 1 LIMIT 1").rows
    user = somebody("user", Role.ENTERPRISE_USER, firm)
    number, accepted_on = told[0]
    entered = Entered("drug_trial", "HB-101", number, accepted_on + timedelta(days=1))
    followed = enter(entered=entered, organisation=firm, by=user)
    assert [one.kind for one in filings_of(firm) if one.number == number] == ["tracked"]
    page = signed_in(user).get(f"/filings/tracked/{followed.number}/").content.decode()
    assert "differs from what we entered" in page and f"/drug-applications/{number}/" in page
    assert signed_in(user).get(f"/api/v1/filings/{followed.number}").json()["clocks"][0]["limit"] == 60
