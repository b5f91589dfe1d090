"""Tables of cases, by what they are about. No rules beyond what the database itself refuses."""

from wutong.portal.cases.models.cases import Case, CaseClock, CaseStep, Counter
from wutong.portal.cases.models.handling import Competence, Opinion, Part
from wutong.portal.cases.models.outcomes import Certificate, Letter, Rating
from wutong.portal.cases.models.papers import CasePaper
from wutong.portal.cases.models.queue import QueueTicket, TicketState

__all__ = [
    "Case",
    "CaseClock",
    "CasePaper",
    "CaseStep",
    "Certificate",
    "Competence",
    "Counter",
    "Letter",
    "Opinion",
    "Part",
    "QueueTicket",
    "Rating",
    "TicketState",
]
