"""Papers of a case: what is asked, what is there, what could be taken from earlier cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wutong.catalog.services import Paper
from wutong.portal.cases.models import Case, CasePaper, Certificate
from wutong.portal.cases.queries.completeness import asked_for_again, papers_asked

_MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One paper that is asked: what is there, what earlier cases offer, what is shared without asking."""

    paper: Paper
    held: tuple[CasePaper, ...]
    offered: tuple[CasePaper, ...]
    shared: Certificate | None
    is_asked_again: bool

    @property
    def is_missing(self) -> bool:
        """Whether it must still be brought before the case can be sent."""
        return (self.paper.required or self.is_asked_again) and not self.held and self.paper.how != "shared"


def papers_of(case: Case) -> list[Asked]:
    """The papers that the case asks as its answers stand, in their order; four queries whatever their number."""
    declared = papers_asked(case.service, case.answers)
    again = asked_for_again(case)
    held = _by_code(CasePaper.objects.filter(case=case, dropped_at__isnull=True).select_related("added_by"))
    offered = _offered(case, held)
    shared = _shared(case, declared)
    return [
        Asked(
            paper,
            tuple(held.get(paper.code, ())),
            tuple(offered.get(paper.code, ())[:_MOST_OFFERED]),
            shared.get(paper.shared_from or ""),
            paper.code in again,
        )
        for paper in declared
    ]


def earlier(case: Case, paper_id: int) -> CasePaper | None:
    """A paper of another case of the same applicant, to be used again."""
    rows = CasePaper.objects.filter(case__organisation=case.organisation, file_id__isnull=False)
    return rows.exclude(case=case).filter(pk=paper_id, dropped_at__isnull=True).first()


def _offered(case: Case, held: Mapping[str, list[CasePaper]]) -> dict[str, list[CasePaper]]:
    """The latest first; a file that is there already is not offered."""
    rows = CasePaper.objects.filter(case__organisation=case.organisation, dropped_at__isnull=True)
    rows = rows.filter(file_id__isnull=False).exclude(case=case).select_related("case").order_by("-pk")
    there = {one.file_id for papers in held.values() for one in papers}
    found: dict[str, list[CasePaper]] = {}
    for one in rows[:200]:
        known = found.setdefault(one.paper_code, [])
        if one.file_id not in there | {other.file_id for other in known}:
            known.append(one)
    return found


def _shared(case: Case, declared: list[Paper]) -> dict[str, Certificate]:
    codes = [paper.shared_from for paper in declared if paper.shared_from]
    rows = Certificate.objects.filter(case__organisation=case.organisation, case__service_code__in=codes)
    return {one.case.service_code: one for one in rows.select_related("case").order_by("valid_from")}


def _by_code(rows: Iterable[CasePaper]) -> dict[str, list[CasePaper]]:
    found: dict[str, list[CasePaper]] = {}
    for one in rows:
        found.setdefault(one.paper_code, []).append(one)
    return found
