"""A case begins, and its draft is filled in. Nothing is judged before it is sent."""

from collections.abc import Mapping
from typing import Any

from wutong.catalog.services import Service
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.flowing.moving import locked
from wutong.portal.shared.audit.recording import action, nothing_changed, record
from wutong.portal.shared.catalogue import catalogue


class NotInForce(WutongError):
    code = "cases.not_in_force"
    sentence = Text(
        zh="“{zh}”自 {day} 起办理，现在还不能申请。",
        en="“{en}” begins on {day}; it cannot be applied for yet.",
    )


class NotEditable(WutongError):
    code = "cases.not_editable"
    sentence = Text(
        zh="办件已提交，不能再修改填写内容。需要更正时，请联系经办人或等待补正通知。",
        en="The case has been sent, so its answers stay. Ask the officer, or wait to be asked to complete it.",
    )


@action
def open_case(
    *,
    service: Service,
    organisation: Organisation,
    answers: Mapping[str, Any],
    origins: Mapping[str, Any],
    by: Person,
    window: Organisation | None = None,
    visitor: str = "",
    renews: Certificate | None = None,
) -> Case:
    """Begin a draft with what is known already; raises NotInForce. `window` where it is taken in for a visitor.

    `renews` is the certificate that it is to renew: see actions/continuing/renewing, which says whether it may.
    """
    if not service.in_force(clock.today()):
        raise NotInForce(zh=service.title.zh, en=service.title.en, day=service.effective_from)
    flow = catalogue().flows[service.flow_of_renewals if renews is not None else service.flow]
    case = Case.objects.create(
        flow_code=flow.code,
        state=flow.begins,
        phase=flow.state(flow.begins).phase,
        service_code=service.code,
        service_version=service.version,
        organisation=organisation,
        opened_by=by,
        window=window,
        visitor=visitor,
        renews=renews,
        answers=dict(answers),
        origins=dict(origins),
    )
    after = {"visitor": visitor or None, "renews": renews.number if renews is not None else None}
    record("case.opened", about=case, by=by, organisation=organisation, after=after)
    return case


@action
def save_answers(*, case: Case, answers: Mapping[str, Any], by: Person) -> Case:
    """Keep what was filled in; a field that was changed loses its origin. Raises NotEditable."""
    case = locked(case)
    if not is_editable(case):
        raise NotEditable()
    changed = sorted(name for name, value in answers.items() if case.answers.get(name) != value)
    if not changed:
        nothing_changed()
        return case
    case.answers = {**case.answers, **{name: answers[name] for name in changed}}
    case.origins = {name: origin for name, origin in case.origins.items() if name not in changed}
    case.touched_at = clock.now()
    case.save(update_fields=["answers", "origins", "touched_at"])
    # What was answered is the applicant's; the record says which fields changed, not what they say.
    record("case.saved", about=case, by=by, organisation=case.organisation, after={"answers": ", ".join(changed)})
    return case


def is_editable(case: Case) -> bool:
    """Whether answers and papers may be changed: while it is a draft, and while it is to be completed."""
    acts = [act for act in case.flow.acts if act.code in {"submit", "supply"}]
    return any(case.state in act.from_states for act in acts)
