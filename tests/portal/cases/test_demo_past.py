"""The demo's past is past: nothing in it lies after the moment at which it was made, whatever the hour and the day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.apps import apps
from django.db.models import DateTimeField, Max
from django.utils.module_loading import import_string

from portal.people import member, organisation, person
from wutong.cli.accounts import FURNISH
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.setup.troupe import PLACES, PLAYERS
from wutong.portal.cases.demo import history
from wutong.portal.cases.models import Case, CaseStep
from wutong.portal.filings.models import FilingStep, TrackedFiling
from wutong.portal.placements.models import Placement, PlacementStep
from wutong.portal.shared.ledger.models import Entry

pytestmark = pytest.mark.django_db
# The second of a month, on which logs of the month before are written; a working day, and a Sunday.
WORKING, RESTING = date(2026, 12, 2), date(2026, 12, 6)


def moments() -> Iterator[tuple[str, datetime]]:
    """The last moment in every field of every table of ours that holds one."""
    for model in apps.get_models():
        if model.__module__.startswith("wutong."):
            for field in model._meta.get_fields():
                if isinstance(field, DateTimeField):
                    last = model._default_manager.aggregate(last=Max(field.name))["last"]
                    if last is not None:
                        yield f"{model._meta.label}.{field.name}", last


def furnished(now: datetime) -> None:
    with clock.standing(now - timedelta(days=700)):
        places = {code: organisation(one.name_zh, one.kind) for code, one in PLACES.items()}
        for player in PLAYERS:
            who = person(player.username, name=player.name)
            for role in player.roles:
                member(who, role, places[player.place])
    with clock.standing(now):
        for name in FURNISH:
            import_string(name)()


@pytest.mark.parametrize(
    ("day", "hour"), [(WORKING, time(0, 5)), (WORKING, time(23, 55)), (RESTING, time(0, 5))], ids=str
)
def test_nothing_of_the_demo_lies_ahead(home: Home, monkeypatch: pytest.MonkeyPatch, day: date, hour: time) -> None:
    monkeypatch.setattr(history, "_CASES", 10)
    now = datetime.combine(day, hour, clock.SHANGHAI)
    furnished(now)
    for model in (Case, TrackedFiling, Placement, Entry):
        assert model._default_manager.exists()  # there is something of which to ask
    assert [(name, last) for name, last in moments() if last > now] == []
    for steps in (CaseStep, FilingStep, PlacementStep):
        assert not steps._default_manager.filter(on__gt=day).exists()


def test_what_happened_today_is_the_present_where_its_hour_has_not_come() -> None:
    early = datetime.combine(WORKING, time(0, 5), clock.SHANGHAI)
    for now, expected in ((early, early), (early.replace(hour=23), early.replace(hour=10, minute=30))):
        with clock.standing(now), clock.standing_on(WORKING, time(10, 30)):
            assert clock.now() == expected
    with clock.standing(early), clock.standing_on(WORKING - timedelta(days=1), time(11)):
        assert clock.today() == WORKING - timedelta(days=1)
