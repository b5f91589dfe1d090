"""An enterprise says whom it needs; whoever leads the service publishes the post or declines it."""

from dataclasses import dataclass
from decimal import Decimal

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.flowing.moving import Told
from wutong.portal.placements.access import office, seen
from wutong.portal.placements.actions.carrying import PlacementRefused, carry
from wutong.portal.placements.models import Placement
from wutong.portal.placements.wording import FLOW
from wutong.portal.shared.audit.recording import action
from wutong.portal.shared.catalogue import catalogue


class NobodyLeads(WutongError):
    code = "placements.nobody_leads"
    sentence = Text(
        zh="还没有单位承接博士入企服务（VS02）。请管理员先在“事项职责”中指定。",
        en="Nobody leads the service VS02 (PhD into enterprise) yet. An administrator names one under competences.",
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be agreed: months, days on site a month, pay a month, outputs promised, who owns what comes of it."""

    months: int
    days_a_month: int
    pay: Decimal
    outputs: int
    rights: str

    def fields(self) -> dict[str, object]:
        """The same as fields of a placement."""
        return {
            "months": self.months,
            "days_a_month": self.days_a_month,
            "pay": self.pay,
            "outputs_promised": self.outputs,
            "rights": self.rights.strip(),
        }


@dataclass(frozen=True, slots=True)
class Need:
    """Whom an enterprise needs and on what terms; what it spent on research last year, as the schemes ask."""

    topic: str
    task: str
    spending: Decimal
    terms: Terms
    is_independent: bool


@action
def enter(*, need: Need, organisation: Organisation, by: Person) -> Placement:
    """Write the need down and send it; the promise of a first contact begins. Raises NobodyLeads, PlacementRefused."""
    if office() is None:
        raise NobodyLeads()
    if need.spending <= 0:
        text = Text("须有上年度研发投入", "The enterprise needs spending on research last year")
        raise PlacementRefused("need.no_research", text)
    if not need.is_independent:
        text = Text("企业须承诺不由候选人或其单位创办或投资", "The enterprise has to state that it is independent")
        raise PlacementRefused("need.not_independent", text)
    flow = catalogue().flows[FLOW]
    made = Placement.objects.create(
        flow_code=flow.code,
        state=flow.begins,
        phase=flow.state(flow.begins).phase,
        number=next_number("BR", clock.today()),
        organisation=organisation,
        entered_by=by,
        topic=need.topic.strip(),
        task=need.task.strip(),
        spending=need.spending,
        **need.terms.fields(),
    )
    return carry(seen=seen(Access.of_person(by), made), code="file", after=0, by=by, told=Told())
