"""Who stands where in a case: the eighteen roles, where each has a part, and what that part lets them reach.

Written by hand, so that the code of access is compared with something that it did not make.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.people import organisation, somebody
from wutong.catalog.flows import Act
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role

APPLICANTS = frozenset({"R1", "R2"})
# Of an organisation that answers for the service, these handle its cases; the others of it see none.
HANDLERS = frozenset({"R4", "R6", "R7", "R9", "R10", "R11", "R13", "R15", "R16"})
CLERK, EXPERT, LEADER = "R3", "R5", "R14"


@dataclass(frozen=True)
class Stand:
    """Somebody with one role, in an organisation that has a part in the case or in one that has none."""

    role: str
    person: Person
    where: Organisation
    has_part: bool
    is_at_counter: bool = False

    @property
    def seat(self) -> str:
        """Whose place their organisation has in the case."""
        if not self.has_part or self.is_at_counter:
            return ""
        return {"R1": "firm", "R2": "firm", CLERK: "window", EXPERT: "panel"}.get(self.role, "lead")

    def reaches(self, is_sent: bool) -> bool:
        """Whether the case exists for them. Nobody who answers sees a draft; a leader sees all that was sent."""
        if self.role in APPLICANTS or self.role == CLERK:
            return self.has_part and (is_sent or not self.is_at_counter)
        if self.role == LEADER:
            return is_sent
        return is_sent and self.has_part and self.role in HANDLERS | {EXPERT}

    def may(self, act: Act, state: str) -> bool:
        """Whether the table gives them that act in that state of a case that they reach."""
        for_applicants = bool(APPLICANTS & set(act.roles))
        own = self.role in APPLICANTS or (self.role == CLERK and not self.is_at_counter)
        return self.role in act.roles and state in act.from_states and (own or not for_applicants)

    def __str__(self) -> str:
        part = "at the counter" if self.is_at_counter else "with a part" if self.has_part else "of a stranger"
        return f"{self.role} {part}"


def everybody() -> Iterator[Stand]:
    """All eighteen roles, once with a part and once without; a window once more, where it did not take the case in."""
    counter = organisation("未收此件的窗口", Kind.DEPARTMENT)
    yield Stand(CLERK, somebody("counter", Role.WINDOW_CLERK, counter), counter, True, is_at_counter=True)
    firm = organisation("有份企业")
    for role in Role:
        kind = Kind(min(role.value.held_in))
        for has_part in (True, False):
            shared = firm if has_part and role.code in APPLICANTS else None
            where = shared or organisation(f"{role.code}{'有份' if has_part else '无关'}", kind)
            name = f"{role.code.lower()}_{'part' if has_part else 'stranger'}"
            yield Stand(role.code, somebody(name, role, where), where, has_part)
