"""Cases that the demo tells from end to end, whatever lots fall: panels of experts, objections, silence that accepts.

Each is a generator that yields how many working days of the demo are left when it goes on; the days' own clock, acts
and ticks are those of all other cases.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions import opinions
from wutong.portal.cases.demo.acting import do
from wutong.portal.cases.demo.people import District
from wutong.portal.cases.models import Case, Opinion
from wutong.portal.cases.queries.opinions import current_round

Story = Iterator[int]
_SEES = ("现场条件与申报一致，同意通过。", "人员与制度齐备，同意；建议每年复核环境检测。", "设施运行稳定，同意。")


@dataclass
class Stories:
    """All of them as the days pass. `draft` opens a complete case of a firm, `ended` is told of each that ends."""

    people: District
    draft: Callable[[str, Organisation], Case]
    ended: Callable[[Case], None]
    cases: set[int] = field(default_factory=set)  # keys of theirs, which nobody else works on
    _going: list[tuple[int, Story]] = field(default_factory=list)

    def __post_init__(self) -> None:
        stories = (self._panel_that_ended(), self._panel_under_way(), self._heard(), self._waiting_to_be_heard())
        self._going = [(next(story), story) for story in stories]

    def go_on(self, left: int) -> None:
        """Go on with each whose day has come, by one stretch; `left` working days come after this one."""
        self._going = [
            (next(story, -1) if left <= wanted else wanted, story) for wanted, story in self._going if wanted >= 0
        ]

    def _panel_that_ended(self) -> Story:
        """Three experts' opinions, which were sealed until the last had come, and then the licence."""
        people, firm = self.people, self._visitor(0)
        yield 14
        case = self._send("GS07", firm)
        yield 12
        do(case, "accept", people.clerk)
        yield 11
        self._convene(case)
        if all(one.expert != people.expert for one in current_round(case)):
            self._step_back(case)  # whoever signs in is to find it among those that ended
        for days_left, says in zip((10, 9, 8), _SEES, strict=True):
            yield days_left
            self._say(case, says)
        yield 7
        do(case, "close_panel", people.officer)
        yield 5
        do(case, "grant", people.officer, details={"decision": "经专家评审，符合条件，准予"})
        yield 3
        self.ended(do(case, "deliver", people.clerk))

    def _panel_under_way(self) -> Story:
        """One expert has stepped back, two have answered, and the one who signs in has still to."""
        people = self.people
        yield 9
        case = self._send("GS09", people.firm)
        yield 7
        do(case, "accept", people.clerk)
        yield 5
        self._convene(case)
        yield 4
        self._step_back(case)
        for days_left, says in zip((3, 2), _SEES, strict=False):
            yield days_left
            self._say(case, says, but=self.people.expert)

    def _heard(self) -> Story:
        """Nobody asks within the days, so the case counts as accepted; refused, objected to, looked at again."""
        people = self.people
        yield 14
        case = self._send("GS08", people.firm)
        yield 7
        self._accepted(case)
        self._refuse(case, "防护设施检测报告的日期早于设备安装日期")
        yield 5
        do(case, "object", people.user, reason="检测报告为设备移位后复测，日期见附页，请予复核")
        yield 3
        do(case, "reopen", people.leader, reason="异议成立：复测报告有效，撤销原决定，重新审查")
        yield 2
        do(case, "grant", people.officer, details={"decision": "复核后符合条件，准予"})
        yield 1
        self.ended(do(case, "deliver", people.clerk))

    def _waiting_to_be_heard(self) -> Story:
        """A refusal that the firm objected to; the leader has still to answer."""
        people, firm = self.people, self._visitor(-1)
        yield 11
        case = self._send("GS06", firm)
        yield 9
        do(case, "accept", people.clerk)
        yield 6
        self._refuse(case, "实验室平面图未标明污物通道")
        yield 2
        by = self._applicant(firm)
        do(case, "object", by, reason="污物通道在图纸第二页标明，申请复核")

    def _send(self, code: str, firm: Organisation) -> Case:
        case = self.draft(code, firm)
        self.cases.add(case.pk)
        return do(case, "submit", self._applicant(firm))

    def _accepted(self, case: Case) -> None:
        """By silence, as the days went; by the clerk where the demo has too few days behind it."""
        if Case.objects.get(pk=case.pk).state == "submitted":
            do(case, "accept", self.people.clerk)

    def _refuse(self, case: Case, reason: str) -> None:
        do(case, "reject", self.people.officer, reason=reason, details={"decision": "不予许可"})

    def _convene(self, case: Case) -> None:
        do(case, "convene", self.people.officer, reason="须专家现场评审", ground="expert_review")

    def _step_back(self, case: Case) -> None:
        """Somebody of the panel has to do with the firm; of four, whoever signs in is drawn now if not before."""
        mine = self._awaited(case, but=self.people.expert)[0]
        assert mine.expert is not None
        opinions.declare_conflict(opinion=mine, reason="近三年为该企业提供过技术咨询，申请回避", by=mine.expert)

    def _say(self, case: Case, says: str, but: Person | None = None) -> None:
        mine = self._awaited(case, but)[0]
        assert mine.expert is not None
        opinions.give(opinion=mine, verdict="agree", text=says, by=mine.expert)

    def _awaited(self, case: Case, but: Person | None = None) -> list[Opinion]:
        return [one for one in current_round(case) if one.given_at is None and one.expert != but]

    def _visitor(self, place: int) -> Organisation:
        return self.people.visitors[place] if self.people.visitors else self.people.firm

    def _applicant(self, firm: Organisation) -> Person:
        return self.people.user if firm == self.people.firm else self.people.clerk
