"""What follows from a move of a case, in the same transaction: opinions, a certificate, a letter, people told."""

from wutong.kernel import clock
from wutong.portal.cases.actions import opinions
from wutong.portal.cases.actions.effects import certificates, correcting, letters, telling
from wutong.portal.cases.models import Case, CaseStep
from wutong.portal.shared.audit.recording import Program
from wutong.portal.shared.writing.gathering import later
from wutong.portal.shared.writing.rows import change
from wutong.workflow.moves import Moved


def follow(case: Case, step: CaseStep, moved: Moved) -> None:
    """Do all that follows from `moved`, whoever or whatever moved the case."""
    case.touched_at = clock.now()
    if case.phase == "ended":
        case.ended_on = moved.on
    later(_touch, [case])
    correcting.follow(case, step)
    opinions.follow(case, step, moved)
    certificates.follow(case, step, moved)
    letter = letters.follow(case, step, moved)
    who = Program(str(step.by_person_id or "tick"), step.by_name)
    if letter is not None:
        telling.of_letter(case, letter, who)
    if moved.act.code == "escalate":
        telling.of_escalation(case, step, who)


def _touch(cases: list[Case]) -> None:
    change(cases, ["touched_at", "ended_on"])
