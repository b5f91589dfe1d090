"""Some months of cases, day by day: opened, accepted, sent back, paused, decided, delivered; some too late."""

import random
from datetime import date, time, timedelta

from django.db import transaction

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions import opening, opinions
from wutong.portal.cases.demo.acting import do
from wutong.portal.cases.demo.answers import answers, bring_papers, sheet_of
from wutong.portal.cases.demo.people import District, gather, member_of
from wutong.portal.cases.demo.raters import Raters
from wutong.portal.cases.demo.renewing import grant_long_ago
from wutong.portal.cases.demo.stories import Stories
from wutong.portal.cases.demo.versions import order_before_the_change
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries.opinions import current_round
from wutong.portal.cases.queries.prefill import known
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.services import access as services
from wutong.portal.shared.catalogue import catalogue

_SEED = 20261122
_DAYS = 110  # days of the past that are invented, as far as the services are in force
_CASES = 44  # drawn by lot, beside those that are told
_CODES = ("GS06", "GS07", "GS08", "GS11", "GS15", "GS17", "GS19", "GS20", "GS10", "VS13", "VS06", "GS01")
_LAST = 4  # days in which nothing more is decided, so that work is left


@transaction.atomic
def furnish() -> None:
    """Make the demo's cases, once; nothing where the cast is not there or there are cases already."""
    if Case.objects.exists():
        return
    with clock.standing(clock.now() - timedelta(days=_DAYS + 1)):
        people = gather()
        if people is None:
            return
        raters = Raters(people, random.Random(_SEED))
    _Months(people, raters, random.Random(_SEED)).pass_by()


class _Months:
    """The days as they pass."""

    def __init__(self, people: District, raters: Raters, draw: random.Random) -> None:
        self._people, self._raters, self._draw = people, raters, draw
        told = random.Random(_SEED)  # of their own: what is told moves no lot of what is drawn
        self._stories = Stories(people, lambda code, firm: self._draft(code, firm, told), raters.ask)
        self._sheets = {firm.pk: sheet_of(firm, people.clerk) for firm in (people.firm, *people.visitors)}

    def pass_by(self) -> None:
        """Every working day up to now; and drafts at the end."""
        last = clock.today()
        grant_long_ago(self._people, self._sheets[self._people.firm.pk], random.Random(_SEED))
        began = max(catalogue().services[code][0].effective_from for code in _CODES)
        past = (last - timedelta(days=ago) for ago in range(_DAYS, -1, -1))
        days = [day for day in past if day >= began and working_days().is_working(day)]
        chance = _CASES / (len(days) + _CASES)  # of one case more on a day
        for left, day in zip(reversed(range(len(days))), days, strict=True):
            with clock.standing_on(day, time(10, self._draw.randint(0, 59))):
                tick(day)
                self._stories.go_on(left)
                self._work(is_quiet=(last - day).days < _LAST)
                while self._draw.random() < chance:
                    self._open(self._draw.choice(_CODES))
        order_before_the_change(self._people, random.Random(_SEED))
        self._leave_drafts(last)

    def _open(self, code: str) -> None:
        """A case of the firm that signs in, or of a visitor at the window."""
        firm = self._draw.choice((self._people.firm, self._people.firm, *self._people.visitors))
        case = self._draft(code, firm, self._draw)
        self._do(case, "submit", self._people.user if firm == self._people.firm else self._people.clerk)

    def _draft(self, code: str, firm: Organisation, draw: random.Random) -> Case:
        own = firm == self._people.firm
        who = self._people.user if own else self._people.clerk
        service = services.service(code)
        known_now, origins = known(service, firm, who)
        case = opening.open_case(
            service=service,
            organisation=firm,
            answers={**answers(service, clock.today(), draw), **known_now},
            origins=origins,
            by=who,
            window=None if own else self._people.window,
            visitor="" if own else draw.choice(("来访人赵", "来访人钱", "来访人孙")),
        )
        bring_papers(case, who, self._sheets[firm.pk])
        return case

    def _work(self, *, is_quiet: bool) -> None:
        """What officers and applicants get done on one day."""
        open_cases = Case.objects.exclude(phase__in=["draft", "ended"]).exclude(pk__in=self._stories.cases)
        for case in open_cases.order_by("pk"):
            if self._draw.random() < (0.08 if is_quiet else 0.3):
                self._step(case)

    def _step(self, case: Case) -> None:
        people = self._people
        applicant = people.user if case.organisation == people.firm else people.clerk
        match case.state:
            case "submitted":
                if self._draw.random() < 0.2:
                    codes = [paper.code for paper in case.service.papers][:1]
                    self._do(case, "return", people.clerk, reason="请补充说明用途与数量依据", details={"papers": codes})
                elif self._draw.random() < 0.75:
                    self._do(case, "accept", people.clerk)
            case "correcting":
                self._do(case, "supply", applicant)
            case "consulting":
                self._consult(case)
            case "reviewing":
                self._decide(case)
            case "paused":
                self._do(case, "resume", people.officer)
            case "granted":
                self._do(case, "deliver", people.clerk)
            case "filed":
                self._do(case, "publish", people.officer)
            case "requested":
                self._do(case, "take", people.officer)
            case "working":
                self._do(case, "finish", people.officer, details={"decision": "已完成辅导，清单见附件"})

    def _consult(self, case: Case) -> None:
        waiting = [one for one in current_round(case) if one.given_at is None]
        if not waiting:
            self._do(case, "conclude", self._people.officer)
            return
        one = waiting[0]
        by = self._people.officer if one.organisation_id == case.lead_id else member_of(one.organisation)
        if by is not None:
            opinions.give(opinion=one, verdict="agree", text="同意，请落实全程追溯与销毁。", by=by)

    def _decide(self, case: Case) -> None:
        lot = self._draw.random()
        officer = self._people.officer
        if lot < 0.15 and case.flow.act("suspend"):
            self._do(case, "suspend", officer, reason="需现场检查", ground="inspection")
        elif lot < 0.22:
            reason = "保管条件不符合要求，整改后可重新申请"
            self._do(case, "reject", officer, reason=reason, details={"decision": "不予许可"})
        elif lot < 0.65:
            self._do(case, "grant", officer, details={"decision": "符合条件，准予"})

    def _do(self, case: Case, act: str, who: Person, **told: object) -> None:
        if (done := do(case, act, who, **told)).phase == "ended":
            self._raters.ask(done)

    def _leave_drafts(self, last: date) -> None:
        for code in ("GS16", "GS05"):
            self._draft(code, self._people.firm, self._draw)
