"""Somebody claims their enterprise by its credit code; an officer or its administrators answer, and one of two wins."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from portal.files.drawn import pdf
from portal.people import organisation, person, signed_in, somebody
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.queries.portraits.by_code import enterprise_by_code
from wutong.portal.atlas.queries.portraits.portrait import Enterprise
from wutong.portal.claims.actions import deciding, filing
from wutong.portal.claims.models import Claim
from wutong.portal.files.keeping import storage
from wutong.portal.files.models import StoredFile
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


class Town:
    """An enterprise of the release, a window with two clerks, an administrator of the platform, and somebody new."""

    def __init__(self) -> None:
        sql = "SELECT credit_code FROM enterprises WHERE credit_code IS NOT NULL ORDER BY enterprise_id LIMIT 6"
        self.firms = [self.known(code) for (code,) in current_release().query(sql).rows]
        self.firm = self.firms[0]
        self.window = organisation("窗口", Kind.DEPARTMENT)
        self.clerk = somebody("clerk", Role.WINDOW_CLERK, self.window)
        self.colleague = somebody("colleague", Role.WINDOW_CLERK, self.window)
        self.keeper = somebody("keeper", Role.ADMINISTRATOR, organisation("平台", Kind.PLATFORM))
        self.staff = person("staff", name="贺知")

    def known(self, code: str) -> Enterprise:
        found = enterprise_by_code(code)
        assert found is not None
        return found

    def claim(self, who: Person | None = None) -> Claim:
        return filing.file_claim(enterprise=self.firm, reason="法务负责人", by=who or self.staff)

    def confirm(self, claim: Claim, role: Role = Role.ENTERPRISE_USER, by: Person | None = None) -> Claim:
        return deciding.confirm(claim=claim, role=role, by=by or self.clerk)


@pytest.fixture
def town(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(storage, "folder", lambda: tmp_path)  # the release's home is everybody's
    return Town()


def told(who: Person, kind: str) -> int:
    return Notice.objects.filter(recipient=who, kind=f"claims.{kind}").count()


def test_the_first_becomes_administrator_and_later_ones_what_is_chosen(town: Town) -> None:
    claim = town.claim()
    assert [told(who, "filed") for who in (town.clerk, town.keeper, town.staff)] == [1, 1, 0]
    town.confirm(claim)
    firm = Organisation.objects.get(credit_code=town.firm.credit_code)
    assert (firm.enterprise_id, firm.kind, firm.name_zh) == (town.firm.enterprise_id, "enterprise", town.firm.name_zh)
    assert Membership.objects.get(organisation=firm).role is Role.ORGANISATION_ADMINISTRATOR
    assert told(town.staff, "confirmed") == 1
    second = person("second")
    later = town.confirm(town.claim(second), by=town.staff)  # by the administrator instead of an officer
    assert told(town.staff, "filed") == 1
    assert Membership.objects.get(organisation=firm, person=second).role is Role.ENTERPRISE_USER
    third = town.confirm(town.claim(person("third")), Role.ORGANISATION_ADMINISTRATOR)
    assert (later.role_code, third.role_code) == ("R1", "R2")
    assert told(town.staff, "confirmed") == 2  # of the third one, too
    acts = AuditEntry.objects.filter(object_kind="claim", object_id=str(later.pk)).values_list("act", flat=True)
    assert set(acts) == {"claim.filed", "claim.confirmed"}


def test_an_organisation_without_a_portrait_is_tied_to_it(town: Town) -> None:
    held = organisation("旧名", credit_code=str(town.firm.credit_code))
    town.confirm(town.claim())
    held.refresh_from_db()
    assert held.enterprise_id == town.firm.enterprise_id
    assert Organisation.objects.filter(kind="enterprise").count() == 1


def test_of_two_who_answer_one_wins_and_the_other_is_told(town: Town) -> None:
    claim = town.claim()
    page = signed_in(town.colleague)
    town.confirm(claim)
    answer = page.post(f"/claims/{claim.pk}/refuse/", {"refuse-answer": "没有授权"})
    assert answer.status_code == 409
    assert "Clerk" in answer.content.decode()
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == ("confirmed", town.clerk)
    assert told(town.staff, "refused") == 0


def test_a_refusal_says_why_and_can_be_taken_back(town: Town) -> None:
    claim = town.claim()
    clerk = signed_in(town.clerk)
    assert clerk.post(f"/claims/{claim.pk}/refuse/", {}).status_code == 422
    assert clerk.post(f"/claims/{claim.pk}/refuse/", {"refuse-answer": "<b>没有授权</b>"}).status_code == 302
    shown = clerk.get(f"/claims/{claim.pk}/").content.decode()
    undoing = shown.partition("alert-success")[2].partition("</form>")[0]
    assert f'action="/claims/{claim.pk}/reopen/"' in undoing
    assert "&lt;b&gt;没有授权" in signed_in(town.staff).get(f"/claims/{claim.pk}/").content.decode()
    assert Notice.objects.get(recipient=town.staff, kind="claims.refused").body == "<b>没有授权</b>"
    assert clerk.post(f"/claims/{claim.pk}/reopen/").status_code == 302
    assert Claim.objects.get().state == "open"
    deciding.refuse(claim=claim, answer="仍无授权", by=town.clerk)
    assert told(town.staff, "refused") == 3
    town.claim()
    with pytest.raises(deciding.ClaimedAnew):
        deciding.reopen(claim=claim, by=town.clerk)


def test_one_open_claim_a_person_and_enterprise(town: Town) -> None:
    claim = town.claim()
    with pytest.raises(filing.ClaimedAlready):
        town.claim()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(person=town.staff, enterprise_id=claim.enterprise_id, credit_code="1", reason="x")
    filing.withdraw(claim=claim, by=town.staff)
    again = town.claim()
    with pytest.raises(deciding.SomebodyDecided):
        town.confirm(claim)
    town.confirm(again)
    with pytest.raises(filing.MemberAlready):
        town.claim()


def test_nobody_answers_their_own_and_nobody_floods(town: Town) -> None:
    claim = town.claim(town.clerk)
    with pytest.raises(deciding.NotOneself):
        town.confirm(claim)
    assert signed_in(town.clerk).post(f"/claims/{claim.pk}/confirm/").status_code == 404
    for firm in town.firms[1:5]:
        filing.file_claim(enterprise=firm, reason="x", by=town.clerk)
    with pytest.raises(filing.TooManyClaims):
        filing.file_claim(enterprise=town.firms[5], reason="x", by=town.clerk)


def test_strangers_find_no_such_claim(town: Town) -> None:
    claim = town.claim()
    rival = somebody("rival", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    client = signed_in(rival)
    assert client.get(f"/claims/{claim.pk}/").status_code == 404
    for act in ("confirm", "refuse", "reopen", "withdraw"):
        assert client.post(f"/claims/{claim.pk}/{act}/", {"refuse-answer": "x"}).status_code == 404
    assert client.get("/claims/office/").status_code == 404
    assert signed_in(town.clerk).post(f"/claims/{claim.pk}/withdraw/").status_code == 404
    assert signed_in(person("other")).get("/claims/office/list.csv").status_code == 404


def test_pages_of_everybody(town: Town, language: str) -> None:
    staff, clerk = signed_in(town.staff, language), signed_in(town.clerk, language)
    code = str(town.firm.credit_code)
    assert staff.get("/claims/").status_code == 200
    assert staff.get("/claims/new/").status_code == 200
    assert staff.get(f"/claims/new/?code={code[:-1]}I").status_code == 422
    assert staff.get("/claims/new/?code=91330106MA2AAAAA0X").status_code == 422
    assert town.firm.name_zh in staff.get(f"/claims/new/?code={code.lower()}").content.decode()
    assert staff.post("/claims/new/", {"code": code}).status_code == 422
    odd = {"code": code, "reason": "x", "paper": SimpleUploadedFile("a.pdf", b"MZ")}
    assert staff.post("/claims/new/", odd).status_code == 422
    asked = {"code": code, "reason": "董事会秘书", "paper": SimpleUploadedFile("授权书.pdf", pdf())}
    address = staff.post("/claims/new/", asked).headers["Location"]
    assert staff.post("/claims/new/", {"code": code, "reason": "again"}).status_code == 409
    kept = StoredFile.objects.get()
    assert kept.organisation == town.window
    for one in (staff, clerk):
        assert b"".join(one.get(f"/files/{kept.pk}/").streaming_content) == pdf()
    assert signed_in(person("other")).get(f"/files/{kept.pk}/").status_code == 404
    for page in (staff.get(address), clerk.get(address), clerk.get("/claims/office/?q=example&sort=-person")):
        assert town.firm.name_zh in page.content.decode()
    assert "example.org" in clerk.get(address).content.decode()
    file = b"".join(clerk.get("/claims/office/list.csv").streaming_content).decode("utf-8-sig")
    assert code in file
    assert clerk.post(f"{address}confirm/").status_code == 302
    assert clerk.get("/claims/office/?tab=all").status_code == 200
    assert "/accounts/organisations/" in staff.get(address).content.decode()
