"""Pages and API of imports: the guide without script, who sees what, refusals with reasons, files and queries."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.import_stage import Stage, approval, stage
from portal.people import organisation, signed_in, somebody
from wutong.kernel.clock import today
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.imports.actions import assessing, shipments
from wutong.portal.imports.actions.assessing import Asked
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Approval, Assessment, Opinion, Shipment
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import Move
from wutong.rules.imports import walk

pytestmark = pytest.mark.django_db

BLOOD = {"administered": "none", "controlled": "none", "origin": "blood", "genetic": "out", "bonded": "none"}
MOST_QUERIES = 12


@pytest.fixture
def on(home: Home) -> Stage:
    return stage()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"/imports/{path}")
    assert answer.status_code == status, path
    return answer.content.decode()


def opinion_of(on: Stage) -> Opinion:
    asked = Asked("Serum panel", "Secret composition", "human", "Norway", "Validation")
    return assessing.ask(organisation=on.firm, asked=asked, by=on.clerk)


def test_the_guide_is_walked_without_script_and_back(reader: Client, language: str) -> None:
    answers: dict[str, str] = {}
    for code, answer in BLOOD.items():
        shown = page(reader, "?" + "&".join(f"{name}={value}" for name, value in {"v": "1", **answers}.items()))
        assert f'name="{code}"' in shown
        assert 'value="unknown"' in shown
        for name, value in answers.items():
            assert f'name="{name}" value="{value}"' in " ".join(shown.split())
        answers[code] = answer
    shown = page(reader, "?v=1&" + "&".join(f"{name}={value}" for name, value in answers.items()))
    for code in ("GS16", "GS14", "VS15"):
        assert f"/services/{code}/" in shown
    assert {"zh": "血液", "en": "blood"}[language] in shown
    assert "origin=blood&amp;genetic=out&amp;bonded=none" in shown
    assert 'href="/imports/?v=1&amp;administered=none&amp;controlled=none&amp;origin=blood&amp;genetic=out"' in shown


def test_what_is_not_known_is_asked(reader: Client) -> None:
    shown = page(reader, "?administered=none&controlled=none&origin=unknown")
    assert "/imports/opinions/ask/" in shown
    assert "VS15" in shown
    assert "/services/GS16/" not in shown


def test_odd_addresses_of_the_guide(reader: Client) -> None:
    assert reader.get("/imports/?administered=moon").status_code == 400
    assert page(reader, "?v=99&administered=drug")
    moved = reader.get("/imports/?administered=none&market=registered")
    assert moved.status_code == 302
    assert moved["Location"] == "/imports/?v=1&administered=none"
    assert page(reader, "schemes/")


def test_a_result_is_kept_and_an_opinion_asked_on_it(on: Stage) -> None:
    client = signed_in(on.clerk)
    client.post("/imports/keep/", {"v": "1", **BLOOD, "item": "Serum panel"})
    kept = Assessment.objects.get()
    assert (kept.organisation, kept.made_by, kept.is_settled) == (on.firm, on.clerk, True)
    assert "Serum panel" in page(client, "results/")
    assert "/services/GS16/" in page(client, f"results/{kept.pk}/")
    assert client.post("/imports/keep/", {"v": "1", **BLOOD, "item": ""}).status_code == 302
    form = {"item": "Serum", "composition": "c", "origin": "human", "country": "Norway", "purpose": "p"}
    asked = client.post(f"/imports/opinions/ask/?assessment={kept.pk}", form)
    made = Opinion.objects.get()
    assert asked["Location"] == f"/imports/opinions/{made.pk}/"
    assert made.assessment == kept
    assert client.post("/imports/opinions/ask/", {}).status_code == 400


def test_another_firms_things_do_not_exist(on: Stage) -> None:
    held, opinion = approval(on), opinion_of(on)
    made = shipments.declare(approval=held, declared=Declared(1_000), by=on.clerk)
    kept = assessing.keep(organisation=on.firm, item="S", walked=walk(catalogue().imports.trees[0], BLOOD), by=on.clerk)
    paths = [
        f"approvals/{held.pk}/",
        f"shipments/{made.pk}/",
        f"opinions/{opinion.pk}/",
        f"results/{kept.pk}/",
        f"opinions/ask/?assessment={kept.pk}",
    ]
    acts = [
        f"approvals/{held.pk}/declare/",
        f"approvals/{held.pk}/withdraw/",
        *(f"shipments/{made.pk}/{what}/" for what in ("receive", "spend", "recall", "refuse", "clear", "correct/1")),
        *(f"opinions/{opinion.pk}/{what}/" for what in ("withdraw", "assign", "declare", "give")),
    ]
    stranger = somebody("stranger", Role.INVESTOR, organisation("Perch", Kind.INVESTOR))
    for who in (on.spy, stranger, on.expert):
        client = signed_in(who)
        for path in paths:
            page(client, path, 404)
        for path in acts:
            assert client.post(f"/imports/{path}", {"why": "x"}).status_code == 404, path
    assert page(signed_in(on.spy), "approvals/").count("<tr>") == 0
    page(signed_in(stranger), "approvals/", 404)
    assert Client().get("/imports/approvals/").status_code == 302
    # What customs does, the firm may not do itself, and the other way round.
    for path in (f"shipments/{made.pk}/clear/", f"approvals/{held.pk}/withdraw/", f"opinions/{opinion.pk}/give/"):
        assert signed_in(on.clerk).post(f"/imports/{path}", {"why": "x"}).status_code == 404
    for path in (f"approvals/{held.pk}/declare/", f"shipments/{made.pk}/recall/", f"opinions/{opinion.pk}/withdraw/"):
        assert signed_in(on.officer).post(f"/imports/{path}", {"why": "x"}).status_code == 404


def test_a_shipment_from_declaration_to_destruction(on: Stage) -> None:
    held, firm, customs = approval(on), signed_in(on.clerk), signed_in(on.officer)
    sent = firm.post(f"/imports/approvals/{held.pk}/declare/", {"quantity": "4.5", "port": "Pudong"})
    made = Shipment.objects.get()
    where = f"/imports/shipments/{made.pk}/"
    assert sent["Location"] == where
    assert "4.5 mL" in page(customs, f"shipments/{made.pk}/")
    customs.post(f"{where}clear/")
    assert firm.post(f"{where}receive/", {"quantity": "5", "on": today()}).status_code == 400
    firm.post(f"{where}receive/", {"quantity": "4.5", "on": today()})
    firm.post(f"{where}spend/", {"move": "use", "quantity": "4.4", "on": today(), "note": "P1"})
    firm.post(f"{where}correct/2/", {"quantity": "4", "on": today(), "why": "Misread"})
    firm.post(f"{where}spend/", {"move": "destroy", "quantity": "0.5", "on": today(), "note": "Autoclave, Lin"})
    made.refresh_from_db()
    assert made.state == "destroyed"
    shown = page(firm, f"shipments/{made.pk}/")
    assert "Misread" in shown
    assert "chain of hashes is whole" in shown


def test_a_declaration_that_is_refused_says_why_and_deducts_nothing(on: Stage) -> None:
    held, client = approval(on), signed_in(on.clerk)
    answer = client.post(f"/imports/approvals/{held.pk}/declare/", {"quantity": "10.5"})
    assert answer.status_code == 400
    assert "10 is left" in answer.content.decode()
    for odd in ("0", "-1", "0.0001", "x", ""):
        assert client.post(f"/imports/approvals/{held.pk}/declare/", {"quantity": odd}).status_code == 400
    assert not Shipment.objects.exists()
    Approval.objects.filter(pk=held.pk).update(valid_to=today() - timedelta(days=1))
    shown = page(client, f"approvals/{held.pk}/")
    assert "expired on" in shown
    assert f"/imports/approvals/{held.pk}/declare/" not in shown


def test_an_officer_enters_an_approval_granted_on_paper(on: Stage) -> None:
    client = signed_in(on.officer)
    form = {
        "organisation": "Riverside Bio", "kind": "special_item", "number": "P-7", "item": "Serum", "granted": "2.5",
        "unit": "mL", "valid_from": "2026-01-01", "valid_to": "2026-12-31", "may_split": "on",
    }  # fmt: skip
    for wrong in ({"organisation": "Nobody"}, {"granted": ""}, {"valid_to": "2025-01-01"}, {"granted": "-1"}):
        assert client.post("/imports/approvals/enter/", form | wrong).status_code == 400
    client.post("/imports/approvals/enter/", form)
    made = Approval.objects.get()
    assert (made.organisation, made.granted, made.case_number) == (on.firm, 2_500, "")
    assert client.post("/imports/approvals/enter/", form).status_code == 400
    page(signed_in(on.clerk), "approvals/enter/", 404)
    client.post(f"/imports/approvals/{made.pk}/withdraw/", {"why": "Breach"})
    assert "Breach" in page(signed_in(on.clerk), f"approvals/{made.pk}/")


def test_an_expert_reads_what_it_is_made_of_only_after_declaring(on: Stage) -> None:
    opinion, customs, expert = opinion_of(on), signed_in(on.officer), signed_in(on.expert)
    where = f"opinions/{opinion.pk}/"
    page(expert, where, 404)
    customs.post(f"/imports/{where}assign/", {"person": on.expert.pk})
    assert "Secret composition" not in page(expert, where)
    assert expert.post(f"/imports/{where}declare/", {"has_conflict": "yes"}).status_code == 400
    expert.post(f"/imports/{where}declare/", {"has_conflict": "no"})
    assert "Secret composition" in page(expert, where)
    given = {"item_class": "blood", "grade": "A", "risk": "high", "reasons": "Unscreened donors"}
    assert expert.post(f"/imports/{where}give/", {**given, "reasons": ""}).status_code == 400
    expert.post(f"/imports/{where}give/", given)
    assert "Unscreened donors" in page(signed_in(on.clerk), where)


def test_lists_are_found_sorted_and_taken_away_within_their_queries(on: Stage) -> None:
    for number in range(25):
        made = approval(on, f"QA-{number}", item=f"Item {number:02d}")
        shipments.declare(approval=made, declared=Declared(1_000 + number), by=on.clerk)
        opinion_of(on)
    client = signed_in(on.officer)
    for path in ("approvals/", "shipments/", "opinions/", "results/"):
        with CaptureQueriesContext(connection) as asked:
            page(client, f"{path}?q=i&sort=-item&page=2")
        assert len(asked) <= MOST_QUERIES, path
    assert "Item 24" in page(client, "approvals/?sort=-item")
    assert "Item 24" not in page(client, "approvals/?sort=item")
    assert "Item 07" in page(client, "approvals/?q=QA-7")
    assert "No approval fits" in page(client, "approvals/?q=nowhere&stand=expired")
    for path, form in (("approvals", "csv"), ("shipments", "xlsx"), ("opinions", "csv"), ("results", "csv")):
        answer = client.get(f"/imports/{path}/?file={form}&sort=-item")
        content = b"".join(answer.streaming_content)
        answer.close()
        assert content.startswith(b"\xef\xbb\xbf" if form == "csv" else b"PK")
    assert AuditEntry.objects.filter(act="imports.exported").count() == 4
    page(client, "approvals/?file=exe", 404)


def test_the_api_answers_like_the_pages(on: Stage, client: Client) -> None:
    held = approval(on)
    firm, spy = signed_in(on.clerk), signed_in(on.spy)
    asked = {"answers": BLOOD}
    told = client.post("/api/v1/imports/guide", json.dumps(asked), "application/json").json()
    assert told["is_settled"]
    assert [one["outcome"] for one in told["findings"]] == ["special_blood", "genetic_export"]
    odd = client.post("/api/v1/imports/guide", json.dumps({"answers": {"administered": "x"}}), "application/json")
    assert (odd.status_code, odd.json()["code"]) == (400, "imports.odd_answer")
    assert client.get("/api/v1/imports/approvals").status_code == 401
    assert firm.get("/api/v1/imports/approvals").json()["items"][0]["left"] == "10"
    assert spy.get("/api/v1/imports/approvals").json()["total"] == 0
    assert spy.get(f"/api/v1/imports/approvals/{held.pk}").status_code == 404
    where = f"/api/v1/imports/approvals/{held.pk}/shipments"
    assert spy.post(where, json.dumps({"quantity": "1"}), "application/json").status_code == 404
    made = firm.post(where, json.dumps({"quantity": "1.25"}), "application/json")
    assert (made.status_code, made.json()["quantity"], made.json()["state"]) == (201, "1.25", "declared")
    more = firm.post(where, json.dumps({"quantity": "9"}), "application/json")
    assert (more.status_code, more.json()["code"]) == (400, "imports.not_declarable")
    assert firm.get(f"/api/v1/imports/approvals/{held.pk}").json()["left"] == "8.75"
    assert firm.get("/api/v1/imports/shipments?stand=declared").json()["total"] == 1
    assert firm.get("/api/v1/imports/shipments?stand=lost").status_code == 400
    opinion_of(on)
    assert firm.get("/api/v1/imports/opinions").json()["items"][0]["stage"] == "asked"


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_pages_speak_both_languages(on: Stage, who: str, language: str) -> None:
    held = approval(on)
    made = shipments.declare(approval=held, declared=Declared(2_000), by=on.clerk)
    shipments.clear(shipment=made, by=on.officer)
    shipments.receive(shipment=made, quantity=2_000, on=today(), by=on.clerk)
    shipments.spend(shipment=made, move=Move.USE, quantity=500, on=today(), note="P1", by=on.clerk)
    reader = signed_in(getattr(on, who), language)
    for path in ("approvals/", f"approvals/{held.pk}/", "shipments/", f"shipments/{made.pk}/", "opinions/", "results/"):
        shown = page(reader, path)
        assert {"zh": "进口", "en": "mport"}[language] in shown
