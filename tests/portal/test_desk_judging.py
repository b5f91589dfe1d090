"""Judgements: added and never changed, superseded in one chain, never asked twice, never judged by two at once."""

import pytest
from django.db import Error, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.drawn_ties import RELEASE, candidate, drawn, tie
from portal.people import organisation, somebody
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind as OrganisationKind
from wutong.portal.accounts.roles import Role
from wutong.portal.desk.access import Judge
from wutong.portal.desk.actions import judging
from wutong.portal.desk.actions.judging import AlreadyJudged, Asked, NothingToJudge, Seen
from wutong.portal.desk.models import Judgement, JudgementIsKept, Kind, Verdict
from wutong.portal.desk.naming import key_of
from wutong.portal.desk.queries.judged import last_answer, last_of
from wutong.portal.desk.queries.queue import Item, item_of, queue_of
from wutong.portal.desk.queries.ties import Candidate, Tie
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

NAME = "Kang Lin Bio Co., Ltd."


@pytest.fixture
def clerk() -> Judge:
    """Somebody who may judge."""
    return judge_called("clerk")


@pytest.fixture
def other() -> Judge:
    """Another one."""
    return judge_called("other")


def judge_called(username: str) -> Judge:
    where = organisation(f"Office of {username}", OrganisationKind.PLATFORM)
    return Judge(somebody(username, Role.DATA_STEWARD, where), Role.DATA_STEWARD, where)


def seen(one: Candidate) -> Seen:
    return Seen(one.enterprise_id, one.name_zh, one.score, one.reasons_zh, one.reasons_en, one.evidence)


def asked(name: str = NAME, step: int | None = None) -> Asked:
    """About a name, as whoever looks at it now sees it."""
    last = last_of(Kind.NAME_ENTERPRISE, key_of(name))
    return Asked(Kind.NAME_ENTERPRISE, name, RELEASE.version, step if step is not None else last.step if last else 0)


def say(by: Judge, verdict: Verdict, *ids: str, name: str = NAME, step: int | None = None, why: str = "") -> None:
    judging.judge(asked=asked(name, step), seen=[seen(candidate(one)) for one in ids], verdict=verdict, why=why, by=by)


def holding() -> dict[str, str]:
    """What holds of each pair of the name."""
    return dict(Judgement.objects.filter(superseded_by__isnull=True).values_list("enterprise_id", "verdict"))


def take_back(person: Person, by: Judge) -> None:
    last = last_answer(person)
    assert last is not None
    mine = list(Judgement.objects.filter(answer_id=last.answer_id).order_by("step"))
    judging.undo(judged=mine, release_version=RELEASE.version, by=by)


def test_a_judgement_keeps_who_what_and_what_was_seen(clerk: Judge) -> None:
    say(clerk, Verdict.SAME, "cn-a", why="Same address")
    held = Judgement.objects.get()
    assert (held.name, held.enterprise_id, held.verdict, held.why) == (NAME, "cn-a", "same", "Same address")
    assert (held.judged_by, held.role_code, held.organisation) == (clerk.person, "R17", clerk.organisation)
    assert (held.release_version, held.score, held.reasons_zh) == (RELEASE.version, 0.4, ["because"])
    assert held.supersedes is None
    entry = AuditEntry.objects.get(act="judgement.made")
    assert entry.object_label == f"{NAME} / cn-a公司"
    assert entry.after["verdict"] == "same"


def test_nobody_changes_a_judgement(clerk: Judge) -> None:
    say(clerk, Verdict.SAME, "cn-a")
    held = Judgement.objects.get()
    held.verdict = "different"
    with pytest.raises(JudgementIsKept):
        held.save()
    with pytest.raises(JudgementIsKept):
        held.delete()
    with pytest.raises(JudgementIsKept):
        Judgement.objects.update(verdict="different")
    with pytest.raises(JudgementIsKept):
        Judgement.objects.all().delete()
    for statement in (
        "UPDATE desk_judgement SET verdict = 'different'",
        "DELETE FROM desk_judgement",
    ):
        with pytest.raises(Error, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert holding() == {"cn-a": "same"}


def test_a_row_is_not_replaced_either(clerk: Judge) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    say(clerk, Verdict.SAME, "cn-a")
    with pytest.raises(Error, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO desk_judgement SELECT * FROM desk_judgement")


@pytest.mark.parametrize(
    "changes",
    [
        {"step": 1},  # a step that was taken
        {"step": 2, "supersedes_id": None},  # a second first judgement of the pair
        {"step": 2, "verdict": "perhaps"},
        {"step": 2, "verdict": "withdrawn", "is_undo": False},
        {"step": 2, "supersedes_id": None, "enterprise_id": "cn-b", "is_undo": True},
        {"step": 2, "name_key": ""},
        {"step": 2, "role_code": "R99"},
    ],
)
def test_the_database_refuses_what_cannot_be(clerk: Judge, changes: dict[str, object]) -> None:
    say(clerk, Verdict.SAME, "cn-a")
    row = Judgement.objects.values().get()
    first = row.pop("number")
    del row["judgement_id"]
    Judgement(**{**row, "step": 2, "supersedes_id": first}).full_clean(
        validate_unique=False, validate_constraints=False
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(**{**row, "supersedes_id": first, **changes})


def test_a_record_is_superseded_once(clerk: Judge) -> None:
    say(clerk, Verdict.SAME, "cn-a")
    say(clerk, Verdict.DIFFERENT, "cn-a")
    row = Judgement.objects.values().order_by("number").last()
    assert row is not None
    del row["number"], row["judgement_id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(**{**row, "step": 3})


def test_judging_otherwise_supersedes_and_keeps_both(clerk: Judge, other: Judge) -> None:
    say(clerk, Verdict.UNSURE, "cn-a")
    say(other, Verdict.SAME, "cn-a")
    first, second = Judgement.objects.order_by("number")
    assert second.supersedes == first
    assert (first.verdict, second.verdict) == ("unsure", "same")
    assert holding() == {"cn-a": "same"}


def test_a_name_means_one_enterprise(clerk: Judge) -> None:
    say(clerk, Verdict.SAME, "cn-a")
    say(clerk, Verdict.SAME, "cn-b")
    assert holding() == {"cn-a": "different", "cn-b": "same"}
    take_back(clerk.person, clerk)
    assert holding() == {"cn-a": "same", "cn-b": "withdrawn"}


def test_two_who_saw_the_same_do_not_both_judge(clerk: Judge, other: Judge) -> None:
    before = asked().step
    say(clerk, Verdict.SAME, "cn-a", step=before)
    with pytest.raises(AlreadyJudged, match="Clerk"):
        say(other, Verdict.DIFFERENT, "cn-a", step=before)
    with pytest.raises(AlreadyJudged):  # nor of another candidate of the name, however it is spelled
        say(other, Verdict.SAME, "cn-b", name="ＫＡＮＧ  lin bio co., ltd.", step=before)
    assert Judgement.objects.count() == 1


def test_a_race_between_reading_and_writing_is_lost_by_one(
    clerk: Judge, other: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(clerk, Verdict.UNSURE, "cn-a")
    old = judging._heads(Kind.NAME_ENTERPRISE, key_of(NAME))
    say(clerk, Verdict.SAME, "cn-a")
    monkeypatch.setattr(judging, "_heads", lambda kind, key: old)  # what the other had read meanwhile
    with pytest.raises(AlreadyJudged):
        say(other, Verdict.DIFFERENT, "cn-a", step=1)
    assert holding() == {"cn-a": "same"}


def test_undo_brings_back_what_held_before_and_once_only(clerk: Judge, other: Judge) -> None:
    say(clerk, Verdict.UNSURE, "cn-a", "cn-b")
    say(clerk, Verdict.DIFFERENT, "cn-a")
    take_back(clerk.person, clerk)
    assert holding() == {"cn-a": "unsure", "cn-b": "unsure"}
    last = last_answer(clerk.person)
    assert last is not None
    assert last.verdict == "unsure"
    mine = list(Judgement.objects.filter(answer_id=last.answer_id))
    with pytest.raises(AlreadyJudged):  # one of them has been superseded, by the undo
        judging.undo(judged=mine, release_version=RELEASE.version, by=clerk)
    assert {one.act for one in AuditEntry.objects.filter(act="judgement.undone")} == {"judgement.undone"}


def test_undo_is_refused_where_somebody_has_judged_since(clerk: Judge, other: Judge) -> None:
    say(clerk, Verdict.DIFFERENT, "cn-a")
    mine = list(Judgement.objects.all())
    say(other, Verdict.SAME, "cn-a")
    with pytest.raises(AlreadyJudged):
        judging.undo(judged=mine, release_version=RELEASE.version, by=clerk)
    assert last_answer(clerk.person) is None


def test_nothing_chosen_is_nothing_judged(clerk: Judge) -> None:
    with pytest.raises(NothingToJudge):
        say(clerk, Verdict.SAME)
    with pytest.raises(NothingToJudge):
        say(clerk, Verdict.SAME, "cn-a", "cn-b")
    assert not Judgement.objects.exists()


IDS = ("cn-a", "cn-b", "cn-c")
NAMES = ("Alpha Bio", "  ALPHA   ｂｉｏ", "Beta Bio")
ACTS = st.one_of(
    st.tuples(st.just("judge"), st.sampled_from(["same", "different", "none", "unsure"]), st.integers(0, 2)),
    st.tuples(st.just("undo"), st.just(""), st.just(0)),
    st.tuples(
        st.just("rebuild"),
        st.just(""),
        st.integers(0, 2**10 - 1),
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=12))
def test_nothing_is_asked_twice(
    acts: list[tuple[str, str, int]], clerk: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        _play(acts, clerk, monkeypatch)
        transaction.set_rollback(True)


def _play(acts: list[tuple[str, str, int]], clerk: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge, a stepper back and a builder at random; a model of what may be asked beside them."""
    settled: dict[tuple[str, str], tuple[str, str]] = {}  # pair → verdict and evidence
    history: list[tuple[list[tuple[str, str]], dict[tuple[str, str], tuple[str, str]]]] = []
    ties = _build(0b1001001011)
    drawn(monkeypatch, ties)
    for act, verdict, number in acts:
        waiting = queue_of(RELEASE).items  # type: ignore[arg-type]
        _check(ties, waiting, settled)
        if act == "rebuild":
            ties = _build(number)
            drawn(monkeypatch, ties)
        elif act == "undo" and history:
            pairs, before = history.pop()
            take_back(clerk.person, clerk)
            for pair in pairs:
                settled.pop(pair, None)
            settled.update(before)
        elif act == "judge" and waiting:
            item = waiting[0]
            pairs, found = _meant(item, verdict, number)
            before = {pair: settled[pair] for pair in pairs if pair in settled}
            history.append((pairs, before))
            meant = Verdict.DIFFERENT if verdict == "none" else Verdict(verdict)
            judging.judge(
                asked=asked(item.tie.name), seen=[seen(one) for one in found], verdict=meant, why="", by=clerk
            )
            settled.update({pair: (meant.value, one.evidence) for pair, one in zip(pairs, found, strict=True)})
    _check(ties, queue_of(RELEASE).items, settled)  # type: ignore[arg-type]


def _meant(item: Item, verdict: str, number: int) -> tuple[list[tuple[str, str]], list[Candidate]]:
    candidates = [one for one in item.tie.candidates if one.enterprise_id in item.open_ids]
    if verdict in {"same", "different"}:
        candidates = [candidates[number % len(candidates)]]
    return [(item.tie.key, one.enterprise_id) for one in candidates], candidates


def _build(bits: int) -> list[Tie]:
    """A release: which names are carried, in which spelling, with which candidates and reasons."""
    spelling = NAMES[bits & 1]
    reasons = ("because",) if bits & 2 else ("for another reason",)
    first = [candidate(one, reasons) for at, one in enumerate(IDS) if bits & (4 << at)]
    second = [candidate(one) for at, one in enumerate(IDS) if bits & (32 << at)]
    return [tie(name, *found) for name, found in ((spelling, first), (NAMES[2], second)) if found]


def _check(ties: list[Tie], waiting: object, settled: dict[tuple[str, str], tuple[str, str]]) -> None:
    """What is asked is exactly what may be: nothing that was judged, but for unsure ones with other reasons."""
    may = {}
    for one in ties:
        is_settled = any(key == one.key and verdict == "same" for (key, _), (verdict, _) in settled.items())
        open_ids = tuple(
            found.enterprise_id
            for found in one.candidates
            if (held := settled.get((one.key, found.enterprise_id))) is None
            or (held[0] == "unsure" and held[1] != found.evidence)
        )
        if open_ids and not is_settled:
            may[one.key] = open_ids
    assert {item.tie.key: item.open_ids for item in waiting} == may  # type: ignore[attr-defined]


def test_what_was_judged_can_be_looked_at_again(clerk: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(monkeypatch, [tie(NAME, candidate("cn-a"), candidate("cn-b"))])
    say(clerk, Verdict.SAME, "cn-a")
    assert queue_of(RELEASE).items == ()  # type: ignore[arg-type]
    found = item_of(RELEASE, Kind.NAME_ENTERPRISE, NAME)  # type: ignore[arg-type]
    assert found is not None
    assert found.open_ids == ("cn-a", "cn-b")


def test_an_id_that_has_moved_is_still_judged(clerk: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    say(clerk, Verdict.DIFFERENT, "cn-x-old")
    drawn(monkeypatch, [tie(NAME, candidate("cn-new"))])
    assert len(queue_of(RELEASE).items) == 1  # type: ignore[arg-type]
    monkeypatch.setattr("wutong.portal.desk.queries.queue.moved_ids", lambda release: {"cn-x-old": "cn-new"})
    assert queue_of(RELEASE).items == ()  # type: ignore[arg-type]


def test_what_is_worth_most_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    few_core = tie("few core", candidate("cn-a", tier="core"), records=3)
    many_none = tie("many none", candidate("cn-b", tier="none"), records=11)
    related = tie("some related", candidate("cn-c", tier="related"), records=7)
    drawn(monkeypatch, [many_none, related, few_core])
    found = queue_of(RELEASE)  # type: ignore[arg-type]
    assert [(item.tie.name, item.value) for item in found.items] == [
        ("some related", 14),
        ("few core", 12),
        ("many none", 11),
    ]
    assert (found.total, found.left, found.judged, found.percent) == (3, 3, 0, 0)
