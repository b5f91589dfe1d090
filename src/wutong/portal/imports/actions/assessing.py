"""What an organisation keeps of the guide, and opinions of experts: asked, declared about, given, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.imports import refusals
from wutong.portal.imports.actions import telling
from wutong.portal.imports.clocks import service
from wutong.portal.imports.models import Assessment, Assessor, Opinion
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.rules.imports import Standing, Walk


@dataclass(frozen=True, slots=True)
class Asked:
    """What an opinion is asked on."""

    item: str
    composition: str
    origin: str
    country: str
    purpose: str
    pathogen: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """An opinion: class, grade where there is one, risk, and why; papers and conditions where there are some."""

    item_class: str
    risk: str
    reasons: str
    grade: str = ""
    papers: str = ""
    conditions: str = ""


@action
def keep(*, organisation: Organisation, item: str, walked: Walk, by: Person) -> Assessment:
    """Keep what the guide says for an organisation; raises NotSettled where a question is left."""
    if walked.question is not None:
        raise refusals.NotSettled()
    made = Assessment.objects.create(
        organisation=organisation,
        item=item,
        tree_version=walked.tree.version,
        answers=list(walked.answers.items()),
        is_settled=walked.is_settled,
        outcomes=[one.outcome.code for one in walked.standing(Standing.APPLIES)],
        made_by=by,
    )
    record("imports.assessed", about=made, by=by, organisation=organisation)
    return made


@action
def ask(*, organisation: Organisation, asked: Asked, by: Person, assessment: Assessment | None = None) -> Opinion:
    """Ask for an opinion; its clock starts today, by the service as it is now."""
    made = Opinion.objects.create(
        organisation=organisation,
        assessment=assessment,
        item=asked.item,
        composition=asked.composition,
        origin=asked.origin,
        pathogen=asked.pathogen,
        country=asked.country,
        purpose=asked.purpose,
        asked_by=by,
        service_key=service().key,
        started_on=clock.today(),
    )
    record("imports.opinion_asked", about=made, by=by, organisation=organisation)
    telling.opinion_asked(made, by=by)
    return made


@action
def withdraw(*, opinion: Opinion, by: Named) -> None:
    """No longer ask for it. Raises NoLongerAsked."""
    held = _waiting(opinion)
    held.stage, held.stopped_on = Opinion.Stage.WITHDRAWN, clock.today()
    held.save(update_fields=["stage", "stopped_on"])
    record("imports.opinion_withdrawn", about=held, by=by, organisation=held.organisation)


@action
def assign(*, opinion: Opinion, person: Person, by: Named) -> None:
    """Ask somebody to give it; who was asked already stays so. Raises NoLongerAsked."""
    held = _waiting(opinion)
    _, is_new = Assessor.objects.get_or_create(opinion=held, person=person)
    if not is_new:
        return nothing_changed()
    after: Mapping[str, str] = {"assessor": person.audit_label}
    record("imports.assessor_asked", about=held, by=by, organisation=held.organisation, after=after)
    telling.assessor_asked(held, person, by=by)
    return None


@action
def declare_conflict(*, opinion: Opinion, has_conflict: bool, note: str, by: Person) -> None:
    """Say whether one has a conflict of interest, once. Raises NoLongerAsked and DeclaredAlready."""
    held = _waiting(opinion)
    mine, _ = Assessor.objects.select_for_update().get_or_create(opinion=held, person=by)
    if mine.declared:
        raise refusals.DeclaredAlready()
    mine.declared = Assessor.Declared.CONFLICT if has_conflict else Assessor.Declared.NONE
    mine.note, mine.declared_at = note, clock.now()
    mine.save(update_fields=["declared", "note", "declared_at"])
    after = {"declared": str(mine.declared)}
    record("imports.conflict_declared", about=held, by=by, organisation=held.organisation, after=after)


@action
def give(*, opinion: Opinion, given: Given, by: Person) -> None:
    """Give the opinion, which ends its clock. Raises NoLongerAsked, and ConflictNotDeclared unless one has declared
    to have none."""
    held = _waiting(opinion)
    if not held.assessors.filter(person=by, declared=Assessor.Declared.NONE).exists():
        raise refusals.ConflictNotDeclared()
    held.item_class, held.grade, held.risk = given.item_class, given.grade, given.risk
    held.reasons, held.papers, held.conditions = given.reasons, given.papers, given.conditions
    held.stage, held.stopped_on = Opinion.Stage.GIVEN, clock.today()
    held.given_by, held.given_at = by, clock.now()
    held.save()
    after = {"item_class": held.item_class, "grade": held.grade or None, "risk": held.risk}
    record("imports.opinion_given", about=held, by=by, organisation=held.organisation, after=after)
    telling.opinion_given(held, by=by)


def _waiting(opinion: Opinion) -> Opinion:
    held = Opinion.objects.select_for_update(of=("self",)).select_related("organisation", "asked_by").get(pk=opinion.pk)
    if not held.is_waiting:
        raise refusals.NoLongerAsked(item=held.item)
    return held
