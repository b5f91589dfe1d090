"""Tables of the placements app and what the database itself refuses. No rules beyond that live here."""

from wutong.portal.placements.models.placements import Candidacy, Placement, PlacementClock, PlacementStep, Signature
from wutong.portal.placements.models.work import Milestone, MonthLog, Output, OutputKind, Review, Subsidy, Verdict

__all__ = [
    "Candidacy",
    "Milestone",
    "MonthLog",
    "Output",
    "OutputKind",
    "Placement",
    "PlacementClock",
    "PlacementStep",
    "Review",
    "Signature",
    "Subsidy",
    "Verdict",
]
