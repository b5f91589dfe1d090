"""A claim is confirmed or refused, by an officer or an administrator of the enterprise; a refusal can be taken back.

Two who decide at once: the first one's answer stands, the other is told who it was.
"""

from typing import Self

from django.db import IntegrityError, transaction

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.actions import memberships, organisations
from wutong.portal.accounts.actions.organisations import CodeTaken, Details
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.claims.access import organisation_of
from wutong.portal.claims.actions import telling
from wutong.portal.claims.models import Claim, State
from wutong.portal.shared.audit.recording import action, record, snapshot

_STATES = {
    State.OPEN: Text("等待确认", "open"),
    State.CONFIRMED: Text("已确认", "confirmed"),
    State.REFUSED: Text("未确认", "refused"),
    State.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class SomebodyDecided(WutongError):
    code = "claims.somebody_decided"
    sentence = Text(
        zh="这件认领{state_zh}（{who}），没有再次处理。请看下面的结果。",
        en="This claim is {state_en} ({who}) by now, so nothing was done. See what was answered below.",
    )

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """What happened to `claim` in the meantime."""
        state = _STATES[State(claim.state)]
        who = claim.decided_by or claim.person
        return cls(state_zh=state.zh, state_en=state.en, who=who.audit_label)


class NotOneself(WutongError):
    code = "claims.not_oneself"
    sentence = Text(
        zh="不能处理自己的认领，请由他人确认。", en="Nobody answers their own claim. Ask a colleague to do so."
    )


class ClaimedAnew(WutongError):
    code = "claims.claimed_anew"
    sentence = Text(
        zh="此人已重新认领该企业，请处理新的认领。",
        en="They have claimed the enterprise again since. Answer the newer claim.",
    )


@action
def confirm(*, claim: Claim, role: Role, by: Person) -> Claim:
    """Make whoever filed it a member, in `role`; the first one becomes the administrator whatever it says.

    Makes the organisation where there is none. Raises SomebodyDecided, NotOneself, or what giving a role raises.
    """
    claim = _open(claim, by)
    where = _organisation(claim, by)
    where = Organisation.objects.select_for_update().get(pk=where.pk)
    role = role if has_administrators(where) else Role.ORGANISATION_ADMINISTRATOR
    memberships.grant(person=claim.person, organisation=where, role=role, by=by)
    claim.role_code = role.code
    _decide(claim, State.CONFIRMED, "", by)
    after = snapshot(claim, "state", "role_code")
    record("claim.confirmed", about=claim, by=by, organisation=where, before={"state": "open"}, after=after)
    telling.of_confirmed(claim, where, by)
    return claim


@action
def refuse(*, claim: Claim, answer: str, by: Person) -> Claim:
    """Say no, with the reason; raises SomebodyDecided or NotOneself."""
    claim = _open(claim, by)
    _decide(claim, State.REFUSED, answer.strip(), by)
    where = organisation_of(claim)
    after = snapshot(claim, "state", "answer")
    record("claim.refused", about=claim, by=by, organisation=where, before={"state": "open"}, after=after)
    telling.of_refused(claim, by)
    return claim


@action
def reopen(*, claim: Claim, by: Person) -> Claim:
    """Take a refusal back: the claim waits again. Raises SomebodyDecided, NotOneself or ClaimedAnew."""
    claim = _locked(claim, by)
    if claim.state != State.REFUSED:
        raise SomebodyDecided.of(claim)
    before = snapshot(claim, "state", "answer")
    claim.state, claim.answer, claim.decided_by, claim.decided_at = State.OPEN, "", None, None
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        raise ClaimedAnew() from error
    after = snapshot(claim, "state", "answer")
    record("claim.reopened", about=claim, by=by, organisation=organisation_of(claim), before=before, after=after)
    telling.of_reopened(claim, by)
    return claim


def has_administrators(organisation: Organisation) -> bool:
    """Whether somebody keeps the members of the organisation now."""
    rows = Membership.objects.filter(organisation=organisation, person__is_active=True)
    return held_now(rows.filter(role_code=Role.ORGANISATION_ADMINISTRATOR.code)).exists()


def _locked(claim: Claim, by: Person) -> Claim:
    # Rows beside it may be absent, and PostgreSQL locks no such joins: the claim alone is locked.
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    if locked.person_id == by.pk:
        raise NotOneself()
    return locked


def _open(claim: Claim, by: Person) -> Claim:
    locked = _locked(claim, by)
    if locked.state != State.OPEN:
        raise SomebodyDecided.of(locked)
    return locked


def _decide(claim: Claim, state: State, answer: str, by: Person) -> None:
    claim.state, claim.answer, claim.decided_by, claim.decided_at = state, answer, by, clock.now()
    claim.save()


def _organisation(claim: Claim, by: Person) -> Organisation:
    """The enterprise's organisation, tied to its portrait; made where there is none."""
    found = organisation_of(claim)
    if found is None:
        details = Details(Kind.ENTERPRISE.value, claim.name_zh, "", claim.credit_code, claim.enterprise_id)
        try:
            with transaction.atomic():
                return organisations.add_organisation(details=details, by=by)
        except (IntegrityError, CodeTaken):
            # Another claim of the same enterprise was confirmed at this moment.
            found = organisation_of(claim)
            if found is None:
                raise
    if not found.enterprise_id:
        organisations.tie_enterprise(organisation=found, enterprise_id=claim.enterprise_id, by=by)
    return found
