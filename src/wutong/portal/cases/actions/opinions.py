"""Opinions of departments side by side, and of a panel of experts: asked for, given, and closed."""

import secrets
from datetime import date

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.models import Case, CaseStep, Competence, Opinion, Part
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.flowing.moving import Actor, Told, note
from wutong.portal.shared.audit.recording import action, record
from wutong.workflow.moves import Moved


class TooFewExperts(WutongError):
    code = "cases.too_few_experts"
    sentence = Text(
        zh="可抽取的专家只有 {found} 名，至少需要 {wanted} 名。请先登记更多无利益冲突的专家。",
        en="Only {found} experts can be drawn, and {wanted} are needed. Enter more experts without a conflict first.",
    )


class AlreadyGiven(WutongError):
    code = "cases.opinion_given"
    sentence = Text(
        zh="这份意见已经出具或不再需要，不能再改。", en="This opinion has been given, or is no longer asked for."
    )


def follow(case: Case, step: CaseStep, moved: Moved) -> None:
    """Ask whoever is to be asked when a case comes to a state in which opinions are gathered."""
    if step.from_state == step.to_state:
        return
    if "opinion" in moved.act.clocks.start:
        _ask_departments(case)
    if "panel" in moved.act.clocks.start:
        _draw_panel(case)


def _ask_departments(case: Case) -> None:
    rows = Competence.objects.filter(part=Part.OPINION, service_code__in=[case.service_code, ANY_SERVICE])
    asked = sorted(set(rows.values_list("organisation_id", flat=True)) | {case.lead_id or 0})
    for organisation in asked:
        Opinion.objects.create(
            case=case,
            round=_next_round(case, departments=True),
            organisation_id=organisation,
            due_on=_due(case, "opinion"),
        )


def _draw_panel(case: Case) -> None:
    """Experts by lot, of those who are not of the applicant and have declared no conflict with it before."""
    size = case.flow.panel.size if case.flow.panel else 0
    free = _free(case)
    if len(free) < size:
        raise TooFewExperts(found=len(free), wanted=size)
    drawn = secrets.SystemRandom().sample(sorted(free), size)
    number = _next_round(case, departments=False)
    for person in drawn:
        Opinion.objects.create(
            case=case, round=number, organisation_id=free[person], expert_id=person, due_on=_due(case, "panel")
        )


def _next_round(case: Case, *, departments: bool) -> int:
    started = case.clock_rows.filter(clock="opinion" if departments else "panel").count()
    return max(1, started)


def _due(case: Case, clock_code: str) -> date | None:
    row = case.clock_rows.filter(clock=clock_code).order_by("-number").first()
    return row.due_on if row else None


@action
def give(*, opinion: Opinion, verdict: str, text: str, by: Person) -> Opinion:
    """Say what a department or an expert thinks; raises AlreadyGiven. It is not changed afterwards."""
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if not held.is_open:
        raise AlreadyGiven()
    held.verdict, held.text, held.given_by, held.given_at = verdict, text.strip(), by, clock.now()
    if held.expert_id is not None:
        held.conflict = "none"
    held.save()
    # An expert's opinion is sealed: the record says that it was given, not what it says.
    shown = None if held.expert_id is not None else verdict
    record("opinion.given", about=held, by=by, organisation=held.organisation, after={"verdict": shown})
    note(held.case, "opinion_given", actor=Actor(by, person_id=by.pk), told=Told(details={"opinion": held.pk}))
    return held


@action
def declare_conflict(*, opinion: Opinion, reason: str, by: Person) -> Opinion:
    """An expert steps back, and another is drawn in their place where there is one."""
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if not held.is_open:
        raise AlreadyGiven()
    held.conflict, held.released_at = "declared", clock.now()
    held.save()
    record("opinion.conflict", about=held, by=by, organisation=held.organisation, after={"conflict": reason})
    _replace(held)
    note(held.case, "expert_released", actor=Actor(by, person_id=by.pk), told=Told(reason=reason))
    return held


def _replace(released: Opinion) -> None:
    case = released.case
    used = set(case.opinions.filter(expert__isnull=False).values_list("expert_id", flat=True))
    found = sorted(one for one in _free(case).items() if one[0] not in used)
    if found:
        person, place = secrets.choice(found)
        Opinion.objects.create(
            case=case, round=released.round, organisation_id=place, expert_id=person, due_on=released.due_on
        )


def _free(case: Case) -> dict[int, int]:
    """Experts without a conflict with the applicant, so far as it is known, with the organisation of each."""
    held = held_now(Membership.objects.filter(role_code=Role.EXPERT.code)).exclude(organisation=case.organisation)
    own = held_now(Membership.objects.filter(organisation=case.organisation)).values_list("person_id", flat=True)
    declared = Opinion.objects.filter(case__organisation=case.organisation, conflict="declared")
    barred = {*own, *declared.values_list("expert_id", flat=True)}
    return {row.person_id: row.organisation_id for row in held if row.person_id not in barred}


def departments_of(case: Case) -> list[Organisation]:
    """Who was asked for an opinion beside the lead."""
    return [one.organisation for one in case.opinions.filter(expert__isnull=True).select_related("organisation")]
