"""A claim is filed, or withdrawn by whoever filed it."""

from uuid import UUID

from django.db import IntegrityError, transaction

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.queries.portraits.portrait import Enterprise
from wutong.portal.claims.access import organisation_of
from wutong.portal.claims.actions import telling
from wutong.portal.claims.actions.deciding import SomebodyDecided
from wutong.portal.claims.models import Claim, State
from wutong.portal.shared.audit.recording import Named, action, record

MOST_OPEN = 5


class ClaimedAlready(WutongError):
    code = "claims.claimed_already"
    sentence = Text(
        zh="您已认领“{name}”，正在等待确认。请在“我的认领”中查看。",
        en="You have claimed “{name}” already, and it waits for an answer. See it among your claims.",
    )


class MemberAlready(WutongError):
    code = "claims.member_already"
    sentence = Text(
        zh="您已是“{name}”的成员，不必认领。需要其他角色时，请联系单位管理员。",
        en="You belong to “{name}” already. For another role, ask its administrator.",
    )


class TooManyClaims(WutongError):
    code = "claims.too_many"
    sentence = Text(
        zh="您有 {most} 件认领等待确认，请等待答复或撤回其中一件。",
        en="{most} of your claims wait for an answer. Wait for one, or withdraw one.",
    )


@action
def file_claim(*, enterprise: Enterprise, reason: str, by: Person, file_id: UUID | None = None) -> Claim:
    """Claim an enterprise of the current release; raises ClaimedAlready, MemberAlready or TooManyClaims.

    `file_id` is a StoredFile that shows why. Officers and the administrators of the enterprise are told.
    """
    assert enterprise.credit_code, "found by its code"
    # Held until the end: two requests of one person cannot both be the last that is allowed.
    Person.objects.select_for_update().get(pk=by.pk)
    if Claim.objects.filter(person=by, state=State.OPEN).count() >= MOST_OPEN:
        raise TooManyClaims(most=MOST_OPEN)
    claim = Claim(
        person=by,
        enterprise_id=enterprise.enterprise_id,
        credit_code=enterprise.credit_code,
        name_zh=enterprise.name_zh[:120],
        release_version=current_release().version,
        reason=reason.strip(),
        file_id=file_id,
    )
    where = organisation_of(claim)
    if where and held_now(Membership.objects.filter(person=by, organisation=where)).exists():
        raise MemberAlready(name=where.audit_label)
    _save(claim)
    record("claim.filed", about=claim, by=by, organisation=where, after={"state": claim.state})
    telling.of_filed(claim, by)
    return claim


@action
def withdraw(*, claim: Claim, by: Named) -> Claim:
    """Take one's own claim back; raises SomebodyDecided."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.state != State.OPEN:
        raise SomebodyDecided.of(claim)
    claim.state = State.WITHDRAWN
    claim.save(update_fields=["state"])
    record("claim.withdrawn", about=claim, by=by, before={"state": State.OPEN.value}, after={"state": claim.state})
    return claim


def _save(claim: Claim) -> None:
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        raise ClaimedAlready(name=claim.name_zh) from error
