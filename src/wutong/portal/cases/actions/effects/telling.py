"""Who is told what of a case: the applicant of every letter, officers and leaders of what is due or over."""

from collections.abc import Sequence
from datetime import date

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.models import Case, CaseStep, Certificate, Letter
from wutong.portal.flowing.models import StepRow
from wutong.portal.notices.actions import announce, send
from wutong.portal.notices.recipients import by_place, holders, members
from wutong.portal.shared.audit.recording import Named
from wutong.portal.shared.writing.gathering import later
from wutong.workflow.ticking import Event, Kind

_APPLICANTS = (Role.ENTERPRISE_USER.code, Role.ORGANISATION_ADMINISTRATOR.code)


def of_letter(case: Case, letter: Letter, by: Named) -> None:
    """The letter, word for word, to whoever applied; to the administrators where that person has left."""
    later(_of_letters, [(case, letter, by)])


def _of_letters(told: list[tuple[Case, Letter, Named]]) -> None:
    people = _applicants_of([case for case, _, _ in told])
    for case, letter, by in told:
        zh, en = letter.content["zh"], letter.content["en"]
        announce(
            to=people[case.pk],
            key=f"case:{case.case_id}:letter:{letter.number}",
            kind="case.letter",
            subject=Text(f"{zh['title']}（{case.number}）", f"{en['title']} ({case.number})"),
            body=Text("\n\n".join(zh["lines"]), "\n\n".join(en["lines"])),
            address=_address(case),
            title=case.service.title.text(),
            by=by,
        )


def of_event(case: Case, event: Event, by: Named) -> None:
    """A reminder to who answers for the clock, or that it is over to their superior."""
    if event.kind is Kind.ACT:
        return
    clock, over = case.flow.clock(event.clock).title, event.kind is Kind.OVERDUE
    late = Text(f"超期：{case.number} {clock.zh}", f"Overdue: {case.number}, {clock.en}")
    soon = Text(f"即将到期：{case.number} {clock.zh}", f"Due soon: {case.number}, {clock.en}")
    body = Text(
        f"“{case.service.title.zh}”{case.number}的“{clock.zh}”期限为 {event.day}。",
        f"“{clock.en}” of {case.number}, “{case.service.title.en}”, ends on {event.day}.",
    )
    announce(
        to=_answering(case, event.told),
        key=f"case:{case.case_id}:{event.key}",
        kind="case.overdue" if over else "case.reminder",
        subject=late if over else soon,
        body=body,
        address=_address(case),
        title=case.service.title.text(),
        by=by,
    )


def of_escalation(case: Case, step: CaseStep, by: Named) -> None:
    """To the superiors, with what they are asked."""
    announce(
        to=_answering(case, Role.LEADER.code),
        key=f"case:{case.case_id}:step:{step.number}",
        kind="case.overdue",
        subject=Text(f"上报：{case.number}", f"Escalated: {case.number}"),
        body=Text(step.reason, step.reason),
        address=_address(case),
        title=case.service.title.text(),
        by=by,
    )


def of_assignment(case: Case, to: Person, by: Named) -> None:
    """To whoever is to work on the case now."""
    announce(
        to=[to],
        key=f"case:{case.case_id}:assigned:{case.steps}",
        kind="case.reminder",
        subject=Text(f"新分派的办件：{case.number}", f"A case for you: {case.number}"),
        body=Text(case.service.title.zh, case.service.title.en),
        address=_address(case),
        title=case.service.title.text(),
        by=by,
    )


def of_upgrade(case: Case, step: StepRow, changes: Sequence[Text], by: Named) -> None:
    """That the case goes on by a later version of its service, and all that changes with it."""
    service = case.service
    zh = "\n".join(one.zh for one in changes) or "填写内容、材料与时限不变。"
    en = "\n".join(one.en for one in changes) or "Answers, papers and limits stay as they are."
    send(
        to=applicants(case),
        key=f"case:{case.case_id}:upgraded:{step.number}",
        kind="case.upgraded",
        subject=Text(f"办件改按新版事项办理：{case.number}", f"A case goes on by a new version: {case.number}"),
        body=Text(
            f"“{service.title.zh}”已有第 {service.version} 版，{case.number}自即日起按其办理。\n{zh}\n"
            "已交内容均予保留，已用时间照计。",
            f"“{service.title.en}” has a version {service.version}, and {case.number} goes on by it from today.\n{en}\n"
            "Everything that was given is kept, and the time that has passed counts.",
        ),
        address=_address(case),
        title=service.title.text(),
        by=by,
    )


def of_renewal(certificate: Certificate, due: date, left: int, by: Named) -> bool:
    """That a certificate, or the time for its renewal, ends within `left` days, on `due`; false where it was told."""
    case, ends = certificate.case, certificate.valid_to
    opens, closes = certificate.renewal_opens_on, certificate.renewal_closes_on
    is_closing = closes is not None and due == closes
    said = Text("需要继续使用的，请及时重新申请。", "Apply again in time where it is still needed.")
    if is_closing:
        zh, en = (f"自 {opens} 起，", f"from {opens} ") if opens else ("", "")
        said = Text(f"请{zh}至迟 {closes} 申请延续。", f"Apply for renewal {en}by {closes}.")
    elif closes is not None:
        said = Text(f"延续申请已于 {closes} 截止，{said.zh}", f"The time for renewal ended on {closes}. {said.en}")
    elif opens is not None:
        said = Text(f"自 {opens} 起可以申请延续。", f"It can be renewed from {opens}.")
    told = send(
        to=applicants(case),
        key=f"certificate:{certificate.number}:{'renewal:' if is_closing else ''}{left}",
        kind="case.reminder",
        subject=Text(f"证照即将到期：{certificate.number}", f"A certificate ends soon: {certificate.number}"),
        body=Text(f"有效期至 {ends}。{said.zh}", f"It is valid to {ends}. {said.en}"),
        address=f"{_address(case)}renew/" if opens or closes else _address(case),
        title=case.service.title.text(),
        by=by,
    )
    return bool(told)


def applicants(case: Case) -> list[Person]:
    """Whoever opened the case, while they belong to the applicant; else its administrators."""
    return _applicants_of([case])[case.pk]


def _applicants_of(cases: Sequence[Case]) -> dict[int, list[Person]]:
    """The applicants of many cases, read at once; by the case's key."""
    members_now = by_place([case.organisation_id for case in cases], *_APPLICANTS)
    stayed = {(place, one.pk) for place, people in members_now.items() for one in people}
    orphans = [case.organisation_id for case in cases if (case.organisation_id, case.opened_by_id) not in stayed]
    heads = by_place(orphans, Role.ORGANISATION_ADMINISTRATOR.code) if orphans else {}
    return {
        case.pk: [case.opened_by]
        if (case.organisation_id, case.opened_by_id) in stayed
        else heads.get(case.organisation_id, [])
        for case in cases
    }


def _answering(case: Case, role: str) -> list[Person]:
    if role in _APPLICANTS:
        return applicants(case)
    if role == Role.LEADER.code:
        return holders(role)
    if role == Role.EXPERT.code:
        open_ones = case.opinions.filter(given_at=None, released_at=None).select_related("expert")
        return [one.expert for one in open_ones if one.expert is not None]
    if case.assignee is not None:
        return [case.assignee]
    return [one for place in (case.lead_id, case.window_id) if place for one in members(place)]


def _address(case: Case) -> str:
    return f"/cases/{case.case_id}/"
