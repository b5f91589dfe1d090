"""An enterprise, a doctor, a university and an office of tests, and the acts of each on a placement."""

from datetime import UTC, date, datetime
from decimal import Decimal

from portal.people import SETUP, organisation, somebody
from wutong.catalog.placements import Grade
from wutong.kernel import clock
from wutong.kernel.months import after_months
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.actions import competences
from wutong.portal.cases.models import Part
from wutong.portal.placements.access import Seen, seen, visible
from wutong.portal.placements.actions import agreeing, ending, matching, needing, working
from wutong.portal.placements.actions.agreeing import Onboarding
from wutong.portal.placements.actions.matching import Declared
from wutong.portal.placements.actions.needing import Need, Terms
from wutong.portal.placements.models import Placement
from wutong.portal.placements.months import first_of

START = date(2026, 11, 2)
TERMS = Terms(12, 8, Decimal(15000), 2, "知识产权归企业，署名权归博士")
FREE = Declared(doctor_owns=False, unit_owns=False)


def standing(day: date):  # type: ignore[no-untyped-def]
    """Time stands at the noon of a day."""
    return clock.standing(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


class Town:
    """Everybody who has a part, and one placement that goes on step by step."""

    def __init__(self) -> None:
        self.firm = organisation("江畔测试生物有限公司")
        self.university = organisation("测试大学", Kind.UNIVERSITY)
        self.bureau = organisation("测试科技局", Kind.DEPARTMENT)
        self.user = somebody("user", Role.ENTERPRISE_USER, self.firm)
        self.manager = somebody("manager", Role.ORGANISATION_ADMINISTRATOR, self.firm)
        self.doctor = somebody("doctor", Role.TALENT, self.university)
        self.dean = somebody("dean", Role.UNIVERSITY, self.university)
        self.officer = somebody("officer", Role.INVESTMENT_PROMOTER, self.bureau)
        self.leader = somebody("leader", Role.LEADER, self.bureau)
        competences.give(organisation=self.bureau, service_code="VS02", part=Part.LEAD, by=SETUP)
        need = Need("膜分离工艺", "提高回收率", Decimal(800000), TERMS, is_independent=True)
        self.one = needing.enter(need=need, organisation=self.firm, by=self.user)

    def seen_by(self, who: Person) -> Seen:
        access = Access.of_person(who)
        return seen(access, visible(access).filter(pk=self.one.pk).first())

    def _told(self, who: Person) -> dict[str, object]:
        reached = self.seen_by(who)
        return {"seen": reached, "after": reached.placement.steps, "by": who}

    def plain(self, who: Person, code: str, reason: str = "理由") -> None:
        ending.plain(**self._told(who), code=code, reason=reason)  # type: ignore[arg-type]

    def apply(self, declared: Declared = FREE) -> None:
        matching.apply(**self._told(self.doctor), words="愿意", declared=declared)  # type: ignore[arg-type]

    def match(self) -> None:
        """Published, applied for, chosen."""
        self.plain(self.officer, "publish")
        self.apply()
        self.plain(self.user, "choose")

    def clear(self) -> None:
        matching.clear(**self._told(self.officer))  # type: ignore[arg-type]

    def sign(self, who: Person) -> None:
        agreeing.sign(**self._told(who))  # type: ignore[arg-type]

    def sign_all(self) -> None:
        for who in (self.manager, self.doctor, self.dean):
            self.sign(who)

    def onboard(self) -> None:
        today = clock.today()
        agreeing.onboard(**self._told(self.user), onboarding=Onboarding(today, today, today))  # type: ignore[arg-type]

    def promise(self, title: str, due_on: date) -> None:
        working.add_milestone(**self._told(self.user), title=title, due_on=due_on)  # type: ignore[arg-type]

    def at_work(self) -> None:
        """Everything until the work begins."""
        self.match()
        self.clear()
        self.sign_all()
        self.onboard()
        self.promise("小试报告", after_months(clock.today(), 3))
        working.begin(**self._told(self.user))  # type: ignore[arg-type]

    def log(self, month: date, days: int) -> None:
        working.log(**self._told(self.doctor), month=month, days=days, work="参数优化")  # type: ignore[arg-type]

    def confirm(self, month: date, days: int) -> None:
        working.confirm_log(**self._told(self.user), month=month, days=days, remark="")  # type: ignore[arg-type]

    def log_months(self, count: int) -> None:
        """Logs of the first months, each on the third day after it, confirmed."""
        began = first_of(self.placement.began_on or START)
        for number in range(count):
            with standing(after_months(began, number + 1).replace(day=3)):
                self.log(after_months(began, number), 9)
                self.confirm(after_months(began, number), 8)

    def rated(self, grade: Grade = Grade.EXCELLENT) -> None:
        """From work to the end of the year, rated."""
        end = self.placement.year_ends_on
        assert end is not None
        with standing(end):
            working.close_year(**self._told(self.doctor), report="完成")  # type: ignore[arg-type]
            ending.rate(**self._told(self.officer), grade=grade, words="按计划完成")  # type: ignore[arg-type]

    def claim(self, pay: int, year: int = 1) -> None:
        ending.claim(**self._told(self.user), year=year, pay=Decimal(pay))  # type: ignore[arg-type]

    def grant(self, year: int = 1) -> None:
        ending.grant(**self._told(self.officer), year=year)  # type: ignore[arg-type]

    def extend(self, terms: Terms = TERMS) -> None:
        agreeing.extend(**self._told(self.user), terms=terms)  # type: ignore[arg-type]

    @property
    def placement(self) -> Placement:
        return Placement.objects.get(pk=self.one.pk)
