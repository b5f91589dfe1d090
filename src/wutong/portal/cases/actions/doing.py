"""Acts on a case: what the flow allows, with what the service asks, and all that follows from it."""

from collections.abc import Mapping
from typing import Any

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions import following, grants
from wutong.portal.cases.actions.continuing import renewing
from wutong.portal.cases.actions.effects import correcting
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.cases.models import Case, Competence, Part
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.cases.queries.completeness import Missing, missing
from wutong.portal.cases.queries.opinions import are_all_in
from wutong.portal.flowing import moving
from wutong.portal.flowing.models import StepRow
from wutong.portal.flowing.moving import Told
from wutong.portal.shared.audit.recording import action, record
from wutong.portal.shared.writing.gathering import read_once
from wutong.workflow.moves import Refusal

NOT_YOURS = Refusal(
    "act.not_yours",
    Text(zh="这一操作由申请人或代办窗口办理", en="this act is the applicant's, or the window's that took the case in"),
)
SENDING = frozenset({"submit", "supply"})


class Incomplete(WutongError):
    """`missing` lists what is missing, for the page to lead there."""

    code = "cases.incomplete"
    sentence = Text(zh="还不能提交，缺少：{zh}。", en="It cannot be sent yet. Missing: {en}.")

    def __init__(self, lacking: list[Missing]) -> None:
        self.missing = lacking
        super().__init__(zh="、".join(one.title.zh for one in lacking), en=", ".join(one.title.en for one in lacking))


class NobodyLeads(WutongError):
    code = "cases.nobody_leads"
    sentence = Text(
        zh="还没有部门负责“{zh}”。请联系平台管理员设置职责部门。",
        en="No department answers for “{en}” yet. Ask an administrator of this platform to name one.",
    )


@action
def do(
    *,
    seen: Seen,
    act: str,
    after: int,
    by: Person,
    reason: str = "",
    ground: str = "",
    details: Mapping[str, Any] | None = None,
) -> Case:
    """Do `act` on a case of which `after` steps were seen.

    `details` come with it: `papers` (codes asked for), `decision` (its words), `correct` (a field and how it should
    read). Raises Incomplete, NobodyLeads, NotToBeCorrected, what `renewing` and `grants` raise, and flowing's
    ActRefused and SomebodyActed.
    """
    case, told = seen.case, correcting.prepared(seen.case, act, details or {})
    declared = case.flow.act(act)
    if declared is not None and not seen.may_do(declared):
        raise moving.ActRefused(NOT_YOURS)
    if act in SENDING:
        renewing.check_in_time(case, act)
        if lacking := missing(case):
            raise Incomplete(lacking)
    grants.check(case, act)
    if act == "submit":
        _number(case)
    things = frozenset(name for name in ("papers", "decision") if told.get(name))
    if are_all_in(case):
        things |= {"opinion"}
    said = Told(reason, ground, things, told)
    before = case.state
    followed = moving.act(case, act, actor=seen.actor, seen=after, told=said, then=following.follow)
    _record(followed.step, case, before, by)
    return Case.objects.get(pk=case.pk)


@read_once
def lead_of(service_code: str) -> Organisation | None:
    """Who answers for a service: whoever is named for it, else whoever is named for any."""
    rows = Competence.objects.filter(part=Part.LEAD, service_code__in=[service_code, ANY_SERVICE])
    found = {row.service_code: row.organisation for row in rows.select_related("organisation")}
    return found.get(service_code) or found.get(ANY_SERVICE)


def _number(case: Case) -> None:
    """What sending gives a case: a number, a day, and who answers for it."""
    locked = moving.locked(case)
    if locked.number:
        return
    lead = lead_of(case.service_code)
    if lead is None:
        raise NobodyLeads(zh=case.service.title.zh, en=case.service.title.en)
    today = clock.today()
    Case.objects.filter(pk=case.pk).update(
        number=next_number(case.service_code, today), submitted_on=today, lead=lead, touched_at=clock.now()
    )


def _record(step: StepRow, case: Case, before: str, by: Person) -> None:
    record(
        "case.moved",
        about=case,
        by=by,
        organisation=case.organisation,
        before={"state": before},
        after={"state": step.to_state, "act": step.act, "reason": step.reason or None},
    )
