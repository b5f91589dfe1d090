"""Who is told what of a filing: whoever entered it, while they belong there, and the organisation's administrators."""

from wutong.catalog.filings import REVIEW
from wutong.catalog.flows import Unit
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.filings.models import FilingLetter, FilingStep, TrackedFiling
from wutong.portal.flowing.batches import TICK
from wutong.portal.flowing.positions import clock_rows
from wutong.portal.notices.actions import announce
from wutong.portal.shared.audit.recording import Named
from wutong.workflow.ticking import Event, Kind


def of_letter(filing: TrackedFiling, letter: FilingLetter, by: Named) -> None:
    """The record of implied consent, word for word."""
    zh, en = letter.content["zh"], letter.content["en"]
    announce(
        to=concerned(filing),
        key=f"filing:{filing.number}:letter:{letter.number}",
        kind="filing.consent",
        subject=Text(f"视为同意：{filing.acceptance_number}", f"Consent implied: {filing.acceptance_number}"),
        body=Text("\n\n".join(zh["lines"]), "\n\n".join(en["lines"])),
        address=address(filing),
        title=Text(filing.product, filing.product),
        by=by,
    )


def of_extension(filing: TrackedFiling, step: FilingStep) -> None:
    """The authority takes longer: the others are told until when, and why."""
    row = next(one for one in clock_rows(filing) if one.clock == REVIEW)
    name, more, is_working = filing.acceptance_number, step.details["days"], row.unit == Unit.WORKING_DAY
    zh = f"{more} 个工作日" if is_working else f"{more} 日"
    en = f"{more} {'working ' if is_working else ''}day{'' if more == 1 else 's'}"
    until = (
        (f"，至 {row.due_on}", f", to {row.due_on}") if row.due_on else ("", "")
    )  # while it is stopped it has no end
    announce(
        to=[one for one in concerned(filing) if one.pk != step.by_person_id],
        key=f"filing:{filing.number}:extended:{step.number}",
        kind="filing.extended",
        subject=Text(f"审评时限延长：{name}", f"Review extended: {name}"),
        body=Text(
            f"“{filing.product}”（{name}）的审评时限延长 {zh}{until[0]}。理由：{step.reason}",
            f"The review of {filing.product} ({name}) is extended by {en}{until[1]}. Reason: {step.reason}",
        ),
        address=address(filing),
        title=Text(filing.product, filing.product),
        by=step.by_person or TICK.who,
    )


def of_event(filing: TrackedFiling, event: Event, by: Named) -> None:
    """A reminder before a limit ends, or that it has ended."""
    if event.kind is Kind.ACT:
        return
    clock, is_over, name = filing.flow.clock(event.clock).title, event.kind is Kind.OVERDUE, filing.acceptance_number
    late = Text(f"超期：{name} {clock.zh}", f"Overdue: {name}, {clock.en}")
    soon = Text(f"即将到期：{name} {clock.zh}", f"Due soon: {name}, {clock.en}")
    announce(
        to=concerned(filing),
        key=f"filing:{filing.number}:{event.key}",
        kind="filing.due",
        subject=late if is_over else soon,
        body=Text(
            f"“{filing.product}”（{name}）的“{clock.zh}”期限为 {event.day}。",
            f"“{clock.en}” of {filing.product} ({name}) ends on {event.day}.",
        ),
        address=address(filing),
        title=Text(filing.product, filing.product),
        by=by,
    )


def concerned(filing: TrackedFiling) -> list[Person]:
    """Those of the organisation who have to know."""
    rows = held_now(Membership.objects.filter(organisation=filing.organisation)).select_related("person")
    wanted = (one for one in rows if _is_concerned(one, filing))
    return list({one.person_id: one.person for one in wanted}.values())


def _is_concerned(row: Membership, filing: TrackedFiling) -> bool:
    if row.role_code == Role.ORGANISATION_ADMINISTRATOR.code:
        return True
    return row.role_code == Role.ENTERPRISE_USER.code and row.person_id == filing.entered_by_id


def address(filing: TrackedFiling) -> str:
    """Where its page is."""
    return f"/filings/tracked/{filing.number}/"
