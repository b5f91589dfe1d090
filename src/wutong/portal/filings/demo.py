"""Filings that the demo's enterprise follows: consent implied, under review, questions to answer, granted. Invented."""

from contextlib import AbstractContextManager
from datetime import date, time, timedelta

from django.db import transaction

from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.filings.access import seen
from wutong.portal.filings.actions import moving_on
from wutong.portal.filings.actions.entering import Entered, enter
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.flowing.ticking import tick_one

_USER = "user"


@transaction.atomic
def furnish() -> None:
    """Make them, once; nothing where the demo's user is not there or filings are followed already."""
    held = Membership.objects.filter(person__username=_USER, until=None).select_related("person", "organisation")
    row = held.first()
    if row is not None and not TrackedFiling.objects.exists():
        _Years(row.person, row.organisation).pass_by()


class _Years:
    """What was entered, each on its day."""

    def __init__(self, who: Person, where: Organisation) -> None:
        self._who, self._where = who, where

    def pass_by(self) -> None:
        """From the earliest to now; days are days ago."""
        agreed = self._enter("drug_trial", "注射用重组抗体 HB-101", "L", 118)
        self._do(agreed, "question", 100, reason="请说明起始剂量的推算依据，并补充原液稳定性数据。")
        self._do(agreed, "answer", 96)
        self._until_now(agreed, 96)
        granted = self._enter("drug_supplement", "江畔替尼片（新增规格）", "B", 110)
        self._do(granted, "grant", 40, decision="2026B00417 批准新增规格")
        asked = self._enter("device_registration_3", "一次性使用微球栓塞导管", "", 70)
        self._do(asked, "question", 12, reason="请补充生物相容性报告与模拟使用试验。")
        self._until_now(asked, 12)
        soon = self._enter("drug_trial_30", "江畔替尼联合用药", "L", 24)
        self._until_now(soon, 24)
        running = self._enter("device_trial", "可降解冠脉支架", "", 45)
        self._until_now(running, 45)

    def _enter(self, kind: str, product: str, letter: str, ago: int) -> TrackedFiling:
        with _at(ago):
            day = clock.today()
            number = f"{'CYHB' if letter == 'B' else 'CXSL' if letter else 'CQZ'}{day:%y}{ago:05d}"
            entered = Entered(kind=kind, product=product, acceptance_number=number, accepted_on=day)
            return enter(entered=entered, organisation=self._where, by=self._who)

    def _do(self, filing: TrackedFiling, act: str, ago: int, *, reason: str = "", decision: str = "") -> None:
        with _at(ago):
            found = TrackedFiling.objects.select_related(*TrackedFiling.read_with).get(pk=filing.pk)
            seen_now, today = seen(Access.of_person(self._who), found), clock.today()
            moving_on.do(
                seen=seen_now, act=act, after=found.steps, by=self._who, on=today, reason=reason, decision=decision
            )

    def _until_now(self, filing: TrackedFiling, ago: int) -> None:
        """What time brought about since, on the days on which it did."""
        for day in range(ago, -1, -1):
            with _at(day):
                found = TrackedFiling.objects.get(pk=filing.pk)
                if found.look_on is not None and found.look_on <= clock.today():
                    tick_one(found, clock.today())


def _at(ago: int) -> AbstractContextManager[None]:
    return _on(clock.today() - timedelta(days=ago))


def _on(day: date) -> AbstractContextManager[None]:
    return clock.standing_on(day, time(11))
