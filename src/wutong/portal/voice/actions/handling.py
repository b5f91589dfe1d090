"""Petitions are dispatched, answered, rated, taken up again or withdrawn."""

from django.utils import timezone

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.flowing import moving
from wutong.portal.flowing.moving import Told
from wutong.portal.notices.actions import announce
from wutong.portal.notices.recipients import members
from wutong.portal.shared.audit.recording import Named, action, record
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.voice.access import Seen
from wutong.portal.voice.models import Kind, Outcome, Petition, PetitionStep
from wutong.workflow.moves import Moved


class OutcomeMissing(WutongError):
    code = "voice.outcome_missing"
    sentence = Text(
        zh="建议必须有结果：采纳（写明事项新版本，如 GS19.v2）或不采纳并说明理由。",
        en="A suggestion ends in an outcome: adopted, with the new version of the service such as GS19.v2, or declined "
        "with the reason.",
    )


class NoSuchVersion(WutongError):
    code = "voice.no_such_version"
    sentence = Text(
        zh="事项目录中没有 {service} 在建议提出之后的版本“{version}”。请先在目录中发布新版本，再答复采纳。",
        en="The catalogue has no version “{version}” of {service} that is newer than the suggestion. Publish it there "
        "first, then answer that it was adopted.",
    )


@action
def dispatch(*, seen: Seen, after: int, handler: Organisation, issue: str, by: Person, reason: str = "") -> Petition:
    """Give it to whoever is to answer, with its label; again to another with a reason."""
    petition = seen.petition
    code = "dispatch" if petition.state == "received" else "redirect"
    petition.handler, petition.issue = handler, issue or petition.issue
    Petition.objects.filter(pk=petition.pk).update(handler=handler, issue=petition.issue)
    return _do(seen, code, after, by, Told(reason=reason, details={"handler": handler.audit_label}))


@action
def answer(*, seen: Seen, after: int, text: str, by: Person, outcome: str = "", version: str = "") -> Petition:
    """Answer it; a suggestion with its outcome. Raises OutcomeMissing or NoSuchVersion."""
    petition = seen.petition
    if petition.kind == Kind.SUGGESTION and petition.service_code:
        _check(petition, outcome, version)
    Petition.objects.filter(pk=petition.pk).update(
        answer=text.strip(), answered_at=clock.now(), outcome=outcome, outcome_version=version.strip()
    )
    things = frozenset({"decision"}) if text.strip() else frozenset()
    return _do(seen, "answer", after, by, Told(things=things, details={"answer": text.strip(), "outcome": outcome}))


@action
def rate(*, seen: Seen, after: int, stars: int, remark: str, by: Person) -> Petition:
    """Say how good the answer was; it is closed."""
    Petition.objects.filter(pk=seen.petition.pk).update(stars=stars, remark=remark.strip())
    return _do(seen, "rate", after, by, Told(reason=remark, details={"stars": stars}))


@action
def reopen(*, seen: Seen, after: int, reason: str, by: Person) -> Petition:
    """Ask that it be handled once more."""
    return _do(seen, "reopen", after, by, Told(reason=reason))


@action
def withdraw(*, seen: Seen, after: int, by: Person) -> Petition:
    """Take it back."""
    return _do(seen, "withdraw", after, by, Told())


def follow(petition: Petition, step: PetitionStep, moved: Moved) -> None:
    """Tell whoever has to know: the handler what there is to answer, whoever said it the answer."""
    by = step.by_person or petition.entered_by
    if moved.act.code in {"dispatch", "redirect", "reopen"} and petition.handler is not None:
        people = members(petition.handler.pk)
        subject = Text(f"诉求待答复：{petition.title}", f"To be answered: {petition.title}")
        _tell(people, petition, step, "voice.dispatched", subject, petition.text, by)
    if moved.act.code == "answer":
        subject = Text(f"诉求已答复：{petition.title}", f"Answered: {petition.title}")
        _tell([petition.entered_by], petition, step, "voice.answer", subject, str(step.details["answer"]), by)


def _do(seen: Seen, code: str, after: int, by: Person, told: Told) -> Petition:
    before = seen.petition.state
    followed = moving.act(seen.petition, code, actor=seen.actor_for(code), seen=after, told=told, then=follow)
    record(
        "petition.moved",
        about=seen.petition,
        by=by,
        organisation=seen.petition.organisation,
        before={"state": before},
        after={"state": followed.step.to_state, "act": code, "reason": told.reason or None},
    )
    return Petition.objects.get(pk=seen.petition.pk)


def _check(petition: Petition, outcome: str, version: str) -> None:
    if outcome not in {Outcome.ADOPTED, Outcome.DECLINED}:
        raise OutcomeMissing()
    if outcome == Outcome.ADOPTED:
        code = petition.service_code
        suggested_on = timezone.localdate(petition.entered_at)
        newer = {one.key for one in catalogue().services.get(code, ()) if one.effective_from > suggested_on}
        if version.strip() not in newer:
            raise NoSuchVersion(service=code, version=version.strip() or "?")


def _tell(
    people: list[Person], petition: Petition, step: PetitionStep, kind: str, subject: Text, body: str, by: Named
) -> None:
    announce(
        to=people,
        key=f"voice:{petition.number}:{step.number}",
        kind=kind,
        subject=subject,
        body=Text(body, body),
        address=f"/voice/{petition.number}/",
        title=Text(petition.title, petition.title),
        by=by,
    )
