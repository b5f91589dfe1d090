"""Who is told what of a claim, in the portal and by mail."""

from django.db.models import QuerySet
from django.urls import reverse

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Reach, Role
from wutong.portal.claims.access import organisation_of
from wutong.portal.claims.models import Claim
from wutong.portal.notices.actions import send

_ANSWERING = [
    role.code
    for role in Role
    if Permission.CASE_TAKE_IN in role.permissions
    or (Permission.MEMBERS_MANAGE in role.permissions and role.reach is Reach.EVERYWHERE)
]


def of_filed(claim: Claim, by: Person) -> None:
    """Officers that there is a claim to answer, and the enterprise's administrators, who may answer it instead."""
    body = Text(
        f"{by.audit_label} 认领“{claim.name_zh}”（{claim.credit_code}）：{claim.reason}",
        f"{by.audit_label} claims {claim.name_zh} ({claim.credit_code}): {claim.reason}",
    )
    subject = Text(f"认领待确认：{claim.name_zh}", f"A claim to answer: {claim.name_zh}")
    people = {one.pk: one for one in (*_officers(), *_administrators(claim)) if one.pk != by.pk}
    _send(claim, list(people.values()), "filed", subject, body, by)


def of_confirmed(claim: Claim, where: Organisation, by: Person) -> None:
    """Whoever filed it, and the other administrators of the organisation."""
    role = next(one for one in Role if one.code == claim.role_code).name_text
    body = Text(
        f"您已是“{where.audit_label}”的{role.zh}，可以代表企业办理事项。",
        f"You are {role.en} in {where.audit_label} now, and may apply on its behalf.",
    )
    _send(
        claim,
        [claim.person],
        "confirmed",
        Text(f"认领已确认：{claim.name_zh}", f"Confirmed: {claim.name_zh}"),
        body,
        by,
    )
    body = Text(
        f"{claim.person.audit_label} 已成为“{where.audit_label}”的{role.zh}（{by.audit_label} 确认）。",
        f"{claim.person.audit_label} is {role.en} in {where.audit_label} now, confirmed by {by.audit_label}.",
    )
    others = [one for one in _administrators(claim) if one.pk not in {claim.person_id, by.pk}]
    _send(
        claim, others, "confirmed", Text(f"新成员：{where.audit_label}", f"A new member: {where.audit_label}"), body, by
    )


def of_refused(claim: Claim, by: Person) -> None:
    """Whoever filed it, word for word why."""
    subject = Text(f"认领未确认：{claim.name_zh}", f"Refused: {claim.name_zh}")
    _send(claim, [claim.person], "refused", subject, Text(claim.answer, claim.answer), by)


def of_reopened(claim: Claim, by: Person) -> None:
    """Whoever filed it, that it waits again."""
    subject = Text(f"认领重新等待确认：{claim.name_zh}", f"Looked at again: {claim.name_zh}")
    body = Text(
        "此前的不予确认已撤回，您的认领将重新处理。", "The refusal was taken back; your claim will be answered anew."
    )
    _send(claim, [claim.person], "refused", subject, body, by)


def _send(claim: Claim, to: list[Person], what: str, subject: Text, body: Text, by: Person) -> None:
    # A refusal may be taken back and given again: the moment makes each of them its own event.
    key = f"claim:{claim.pk}:{what}:{clock.now().isoformat()}"
    address = reverse("claims:one", args=[claim.pk])
    title = Text(claim.name_zh, claim.name_zh)
    send(to=to, key=key, kind=f"claims.{what}", subject=subject, body=body, address=address, title=title, by=by)


def _officers() -> list[Person]:
    return _people(Membership.objects.filter(role_code__in=_ANSWERING))


def _administrators(claim: Claim) -> list[Person]:
    where = organisation_of(claim)
    code = Role.ORGANISATION_ADMINISTRATOR.code
    rows = Membership.objects.filter(organisation=where, role_code=code) if where else Membership.objects.none()
    return _people(rows)


def _people(rows: QuerySet[Membership]) -> list[Person]:
    held = held_now(rows.filter(person__is_active=True)).select_related("person")
    return list({row.person_id: row.person for row in held}.values())
