"""What belongs to another answers like what does not exist, on every address that names it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.cases.cast import District, district, sent
from portal.files.drawn import WHOLE
from portal.import_stage import Stage, approval
from portal.materials_store import Store
from portal.people import organisation, person, signed_in, somebody
from portal.placement_town import TERMS
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Membership
from wutong.portal.accounts.roles import Kind as OfficeKind
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import queue
from wutong.portal.cases.models import CasePaper
from wutong.portal.claims.models import Claim
from wutong.portal.exports.models import Export
from wutong.portal.files import actions as files
from wutong.portal.files.kinds import Kind
from wutong.portal.filings.actions.entering import Entered
from wutong.portal.filings.actions.entering import enter as enter_filing
from wutong.portal.filings.models import FilingPaper
from wutong.portal.imports.actions import assessing, shipments
from wutong.portal.imports.actions.assessing import Asked
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Assessment
from wutong.portal.materials.actions.entries import enter
from wutong.portal.materials.models import Report
from wutong.portal.notices import actions as notices
from wutong.portal.notices.models import Delivery
from wutong.portal.placements.actions import needing
from wutong.portal.placements.actions.needing import Need
from wutong.portal.voice.actions.speaking import Said, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

APPS = (
    "accounts",
    "cases",
    "cases_api",
    "claims",
    "exports",
    "files",
    "files_api",
    "filings",
    "filings_api",
    "imports",
    "imports_api",
    "materials",
    "materials_api",
    "notices",
    "notices_api",
    "placements",
    "voice",
)
# Addresses whose parameter names nothing that belongs to anybody.
NOBODYS = {"cases:begin", "cases:chosen_do", "files:listing"}
# Answered before anything is looked up: see test_what_is_not_there_answers_the_same.
ALIKE = {"/accounts/me/leave/": 302, "/api/v1/imports/approvals/": 400}
# What each word of an address may be besides the names of things.
WORDS = {
    "act": ["accept", "withdraw", "answer", "served", "choose", "log"],
    "page": ["applicant"],
    "paper": ["storage"],
    "kind": ["received"],
    "move": ["clear", "recall"],
    "number": ["1"],
}
# Apps whose things have a number that people can say.
NUMBERED = {"placements", "voice"}
Things = dict[str, dict[str, str]]


@pytest.fixture
def things() -> Things:
    """One of everything that belongs to somebody, by app and by the name that addresses give it."""
    where = district()
    export = Export.objects.create(owner="theirs", format="csv", language="en", row_limit=1, created_at=clock.now())
    claim = Claim.objects.create(
        person=where.user, enterprise_id="e", credit_code="c", name_zh="n", release_version="v", reason="r"
    )
    said = Said("problem", "题目", "正文")
    petition = say(said=said, organisation=where.firm, roles=frozenset({"R1"}), by=where.user)
    upload = ContentFile(WHOLE["pdf"], name="a.pdf")
    file = files.keep(upload=upload, organisation=where.firm, kinds=frozenset(Kind), by=where.user)
    return {
        "cases": _case(where),
        "files": {"file_id": str(file.pk)},
        "notices": _notice(where),
        "exports": {"export_id": str(export.pk)},
        "claims": {"claim_id": str(claim.pk)},
        "voice": {"number": petition.number},
        "placements": _placement(where),
        "filings": _filing(where),
        "materials": _materials(),
        "imports": _imports(where),
        "accounts": {
            "person_id": str(where.user.pk),
            "organisation_id": str(where.firm.pk),
            "membership_id": str(Membership.objects.get(person=where.user).pk),
        },
    }


def _case(where: District) -> dict[str, str]:
    case = sent(where, "GS19")
    opinion = case.opinions.create(organisation=where.beside, asked_at=clock.now())
    return {
        "case_id": str(case.case_id),
        "opinion_id": str(opinion.pk),
        "letter_id": str(case.letters.get().pk),
        "paper_id": str(CasePaper.objects.filter(case=case)[0].pk),
        "competence_id": str(where.office.competences.get().pk),
        "ticket_id": str(queue.take(window=where.window, by=where.user, holder=where.user).pk),
    }


def _placement(where: District) -> dict[str, str]:
    need = Need("膜分离工艺", "提高回收率", Decimal(800000), TERMS, is_independent=True)
    return {"number": needing.enter(need=need, organisation=where.firm, by=where.user).number}


def _notice(where: District) -> dict[str, str]:
    told = Text("通知", "Notice")
    notices.send(to=[where.user], key="k", kind="case.accepted", subject=told, body=told, address="/", by=where.officer)
    notice = where.user.notices.get(key="k")
    return {"notice_id": str(notice.pk), "delivery_id": str(Delivery.objects.filter(notice=notice)[0].pk)}


def _filing(where: District) -> dict[str, str]:
    entered = Entered("device_trial", "支架", "CQZ2600001", clock.today())
    made = enter_filing(entered=entered, organisation=where.firm, by=where.user)
    paper = FilingPaper.objects.create(
        filing=made, kind="other", file_id=uuid4(), file_name="a.pdf", added_by=where.user
    )
    return {"number": made.number, "paper_id": str(paper.pk)}


def _materials() -> dict[str, str]:
    store = Store()
    store.enter("received", "5")
    waiting = enter(stock=store.stock, said=store.say("issued", "1", purpose="P1"), by=store.one)
    return {
        "permit_id": str(store.permit.pk),
        "place_id": str(store.place.pk),
        "stock_id": str(store.stock.pk),
        "person_id": str(store.one.pk),
        "proposal_id": str(waiting.pk),
        "report_id": str(Report.objects.get(stock=store.stock).pk),
    }


def _imports(where: District) -> dict[str, str]:
    clerk = somebody("importer", Role.ENTERPRISE_USER, where.firm)
    customs = somebody("customs", Role.CUSTOMS, organisation("Customs", OfficeKind.DEPARTMENT))
    on = Stage(where.firm, clerk, where.firm, clerk, customs, clerk)
    held = approval(on)
    shipment = shipments.declare(approval=held, declared=Declared(100), by=clerk)
    asked = assessing.ask(organisation=on.firm, asked=Asked("Panel", "Serum", "human", "Norway", "Test"), by=clerk)
    walked = Assessment.objects.create(
        organisation=on.firm, item="Panel", tree_version=1, answers=[], is_settled=False, made_by=clerk
    )
    return {
        "approval_id": str(held.pk),
        "shipment_id": str(shipment.pk),
        "opinion_id": str(asked.pk),
        "assessment_id": str(walked.pk),
    }


def addresses(resolver: URLResolver, before: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, str]]:
    """Every address that takes a parameter: its app, its name and its pattern."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, before + str(one.pattern), (*spaces, *([one.namespace] if one.namespace else [])))
        elif isinstance(one, URLPattern) and "<" in str(one.pattern) + before:
            yield spaces[-1] if spaces else "", f"{':'.join(spaces)}:{one.name}", before + str(one.pattern)


def filled(app: str, pattern: str, things: Things) -> list[str]:
    """The pattern with the names of things in it; what is unknown here is the first of its kind."""
    known = things[app.removesuffix("_api")]
    names = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    options = [[known[name]] if name in known else WORDS.get(name, ["1"]) for name in names]
    return [_put(pattern, dict(zip(names, values, strict=True))) for values in product(*options)]


def _put(pattern: str, values: dict[str, str]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], pattern)


def everything(things: Things) -> list[str]:
    """Every address of theirs."""
    return [
        address
        for app, name, pattern in addresses(get_resolver())
        if app in APPS and name not in NOBODYS
        for address in filled(app, pattern, things)
    ]


def answers(client: Client, address: str) -> set[str]:
    """What comes of reading, of writing, and of writing in the guise of something else."""
    said = set()
    for method in ("get", "post", "put", "delete", "head"):
        answer = getattr(client, method)(address, headers={"x-http-method-override": "DELETE"})
        place = answer.headers.get("Location", "")
        said.add(
            "sign in" if answer.status_code == 302 and place.startswith("/accounts/login/") else answer.status_code
        )
    return said


def test_a_stranger_finds_nothing_of_others(things: Things) -> None:
    stranger = somebody("spy2", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    nobody, visitor = person("nobody"), Client()
    found = []
    for address in everything(things):
        for who, client in (("stranger", signed_in(stranger)), ("no role", signed_in(nobody)), ("visitor", visitor)):
            said = answers(client, address)
            alike = {code for before, code in ALIKE.items() if address.startswith(before)}
            # 405 and 401 are said of the address itself, whatever it names.
            if not said <= {404, 405, 401, "sign in"} | alike or said == {405}:
                found.append((who, address, said))
    assert not found


def test_what_is_not_there_answers_the_same(things: Things) -> None:
    nowhere = {
        app: {name: str(uuid4()) if "-" in value and app not in NUMBERED else "999999" for name, value in known.items()}
        for app, known in things.items()
    }
    stranger = signed_in(somebody("spy2", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司")))
    for there, gone in zip(everything(things), everything(nowhere), strict=True):
        assert answers(stranger, there) == answers(stranger, gone), there


def test_the_owner_finds_them(things: Things) -> None:
    where = signed_in(Membership.objects.get(person__username="user").person)
    for address in (
        f"/cases/{things['cases']['case_id']}/",
        f"/voice/{things['voice']['number']}/",
        f"/placements/{things['placements']['number']}/",
        f"/claims/{things['claims']['claim_id']}/",
    ):
        assert where.get(address).status_code == 200, address
    assert where.post(f"/cases/queue/{things['cases']['ticket_id']}/leave/").status_code == 302
