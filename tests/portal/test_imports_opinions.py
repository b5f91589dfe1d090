"""Risk opinions: their clock in working days, conflicts declared first, given once; and results that are kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.import_stage import Stage, approval, stage
from portal.people import organisation, somebody
from wutong.kernel import clock
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.imports import clocks, refusals
from wutong.portal.imports.actions import assessing
from wutong.portal.imports.actions.assessing import Asked, Given
from wutong.portal.imports.actions.reminding import remind
from wutong.portal.imports.models import Assessor, Opinion
from wutong.portal.imports.queries.opinions import experts_for
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.imports import walk

pytestmark = pytest.mark.django_db

ASKED = Asked("Serum panel", "Human serum, 20 donors", "human", "Norway", "Validation of an assay")
GIVEN = Given("blood", "medium", "Screened donors; no known pathogen", grade="A")


@pytest.fixture
def on() -> Stage:
    return stage()


def asked(on: Stage) -> Opinion:
    return assessing.ask(organisation=on.firm, asked=ASKED, by=on.clerk)


def give(on: Stage, opinion: Opinion) -> None:
    assessing.declare_conflict(opinion=opinion, has_conflict=False, note="", by=on.officer)
    assessing.give(opinion=opinion, given=GIVEN, by=on.officer)
    opinion.refresh_from_db()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 9, 21), date(2026, 9, 24)),  # Monday: the day itself does not count
        (date(2026, 9, 17), date(2026, 9, 21)),  # over a weekend whose Sunday is a make-up day
        (date(2026, 9, 29), date(2026, 10, 9)),  # over the National Day
    ],
)
def test_the_promise_is_three_working_days_of_the_calendar(on: Stage, day: date, due: date) -> None:
    with clock.standing(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)):
        opinion = asked(on)
    assert opinion.service_key == "VS15.v1"
    calendar = catalogue().calendars["china"].working_days()
    assert calendar.after(day, 3) == due, "the example follows the calendar"
    assert clocks.running(opinion, day).due_on == due
    assert not clocks.running(opinion, due).is_late
    assert clocks.running(opinion, calendar.after(due, 1)).is_late


def test_a_clock_stops_with_the_opinion(on: Stage) -> None:
    opinion = asked(on)
    give(on, opinion)
    assert clocks.running(opinion, date(2030, 1, 1)).used == 0
    assert not clocks.running(opinion, date(2030, 1, 1)).is_late


def test_an_opinion_needs_a_declaration_without_conflict(on: Stage) -> None:
    opinion = asked(on)
    with pytest.raises(refusals.ConflictNotDeclared):
        assessing.give(opinion=opinion, given=GIVEN, by=on.officer)
    assessing.declare_conflict(opinion=opinion, has_conflict=True, note="Former employer", by=on.officer)
    with pytest.raises(refusals.DeclaredAlready):
        assessing.declare_conflict(opinion=opinion, has_conflict=False, note="", by=on.officer)
    with pytest.raises(refusals.ConflictNotDeclared):
        assessing.give(opinion=opinion, given=GIVEN, by=on.officer)
    assessing.assign(opinion=opinion, person=on.expert, by=on.officer)
    assessing.assign(opinion=opinion, person=on.expert, by=on.officer)
    assessing.declare_conflict(opinion=opinion, has_conflict=False, note="", by=on.expert)
    assessing.give(opinion=opinion, given=GIVEN, by=on.expert)
    opinion.refresh_from_db()
    assert (opinion.stage, opinion.given_by, opinion.risk) == ("given", on.expert, "medium")
    said = AuditEntry.objects.filter(act__startswith="imports.").order_by("entry_id").values_list("act", flat=True)
    assert list(said) == [
        "imports.opinion_asked",
        "imports.conflict_declared",
        "imports.assessor_asked",
        "imports.conflict_declared",
        "imports.opinion_given",
    ]
    assert set(Notice.objects.values_list("recipient__username", "key")) == {
        ("officer", f"imports:opinion:{opinion.pk}:asked"),
        ("expert", f"imports:opinion:{opinion.pk}:assessor"),
        ("clerk", f"imports:opinion:{opinion.pk}:given"),
    }


def test_an_opinion_is_given_once_and_not_after_it_is_withdrawn(on: Stage) -> None:
    first, second = asked(on), asked(on)
    give(on, first)
    with pytest.raises(refusals.NoLongerAsked):
        assessing.give(opinion=first, given=GIVEN, by=on.officer)
    assessing.withdraw(opinion=second, by=on.clerk)
    for act in (
        lambda: assessing.withdraw(opinion=second, by=on.clerk),
        lambda: assessing.assign(opinion=second, person=on.expert, by=on.officer),
        lambda: assessing.declare_conflict(opinion=second, has_conflict=False, note="", by=on.officer),
    ):
        with pytest.raises(refusals.NoLongerAsked):
            act()


def test_experts_of_the_applicant_are_not_asked(on: Stage) -> None:
    opinion = asked(on)
    own = somebody("own", Role.EXPERT, organisation("Lab", Kind.PROVIDER))
    assert set(experts_for(opinion)) == {on.expert, own}
    opinion.organisation = own.memberships.get().organisation
    assert set(experts_for(opinion)) == {on.expert}
    Assessor.objects.create(opinion=opinion, person=on.expert)
    assert not experts_for(opinion).exists()


def test_the_database_refuses_half_an_opinion(on: Stage) -> None:
    opinion = asked(on)
    for changes in ({"stage": "given"}, {"origin": "moon"}, {"reasons": "Because"}, {"item": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessor.objects.create(opinion=opinion, person=on.expert, declared="conflict", declared_at=clock.now())


def test_a_result_is_kept_with_its_version_and_only_when_it_is_one(on: Stage) -> None:
    tree = catalogue().imports.trees[0]
    with pytest.raises(refusals.NotSettled):
        assessing.keep(organisation=on.firm, item="Serum", walked=walk(tree, {}), by=on.clerk)
    open_ = assessing.keep(organisation=on.firm, item="X", walked=walk(tree, {"administered": "unknown"}), by=on.clerk)
    assert (open_.is_settled, open_.outcomes) == (False, [])
    answers = {"administered": "none", "controlled": "none", "origin": "blood", "genetic": "none", "bonded": "none"}
    made = assessing.keep(organisation=on.firm, item="Serum", walked=walk(tree, answers), by=on.clerk)
    assert (made.tree_version, dict(made.answers), made.outcomes) == (1, answers, ["special_blood"])


def test_time_tells_of_what_is_due_and_what_ends_once(on: Stage) -> None:
    opinion, held = asked(on), approval(on)
    due = clocks.running(opinion, clock.today()).due_on
    before = list(Notice.objects.values_list("key", flat=True))
    assert remind(clock.today()) == 0
    assert remind(due) == 1
    assert remind(due) == 0
    assert remind(due + timedelta(days=7)) == 1
    told = Notice.objects.exclude(key__in=before)
    assert set(told.values_list("key", flat=True)) == {
        f"imports:opinion:{opinion.pk}:due",
        f"imports:opinion:{opinion.pk}:late",
    }
    assessing.withdraw(opinion=opinion, by=on.clerk)
    assert remind(held.valid_to - timedelta(days=31)) == 0
    assert remind(held.valid_to - timedelta(days=30)) == 1
    assert remind(held.valid_to + timedelta(days=1)) == 0
    assert told.get(recipient=on.clerk).key == f"imports:approval:{held.pk}:ends:{held.valid_to}"
