"""Who works on a case: assigned, handed over, many at once."""

from collections.abc import Sequence

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.models import Case
from wutong.portal.flowing.moving import Actor, Told, locked, note
from wutong.portal.shared.audit.recording import action, nothing_changed, record


class NotOfTheLead(WutongError):
    code = "cases.not_of_the_lead"
    sentence = Text(
        zh="{who}不是负责部门“{place}”的成员，不能经办。请选择该部门的成员。",
        en="{who} is no member of {place}, which answers for the case. Choose one of its members.",
    )


@action
def assign(*, cases: Sequence[Case], to: Person | None, by: Person, reason: str = "") -> int:
    """Give cases to somebody of the organisation that leads them, or back to all; how many changed.

    Raises NotOfTheLead.
    """
    changed = 0
    for one in cases:
        case = locked(one)
        if case.assignee_id == (to.pk if to else None):
            continue
        _may_work(case, to)
        before = case.assignee.audit_label if case.assignee else None
        case.assignee = to
        case.save(update_fields=["assignee"])
        after = to.audit_label if to else None
        record(
            "case.assigned",
            about=case,
            by=by,
            organisation=case.organisation,
            before={"assignee": before},
            after={"assignee": after, "reason": reason or None},
        )
        note(case, "assigned", actor=Actor(by, person_id=by.pk), told=Told(reason=reason, details={"to": after}))
        if to is not None and to.pk != by.pk:
            telling.of_assignment(locked(one), to, by)
        changed += 1
    if not changed:
        nothing_changed()
    return changed


def _may_work(case: Case, to: Person | None) -> None:
    if to is None:
        return
    places = [place for place in (case.lead_id, case.window_id) if place]
    if not held_now(Membership.objects.filter(person=to, organisation__in=places)).exists():
        raise NotOfTheLead(who=to.audit_label, place=case.lead.audit_label if case.lead else "")
