"""Everything that the page of one case shows to whoever reads it: each side sees what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wutong.catalog.flows import Act
from wutong.catalog.services import Service
from wutong.kernel import clock
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import BY_CODE
from wutong.portal.cases.access import Seen, handling
from wutong.portal.cases.models import Case, CaseClock, CasePaper, CaseStep, Certificate, Letter, Opinion, Rating
from wutong.portal.cases.queries.clocks import Standing, standings
from wutong.portal.cases.queries.continuing.renewals import Renewal, renewal_of
from wutong.portal.cases.queries.continuing.upgrades import NOTE, later_version
from wutong.portal.files.models import StoredFile
from wutong.portal.flowing.positions import position_of
from wutong.workflow.moves import open_acts

APPLICANTS = frozenset({"R1", "R2"})
_WORKS = (Permission.CASE_REVIEW, Permission.CASE_HANDLE, Permission.CASE_TAKE_IN)
# What is written down among those who handle a case is not the applicant's to read.
_AMONG_OFFICERS = frozenset({"escalate"})


@dataclass(frozen=True, slots=True)
class Reader:
    """On which side of a case somebody stands, and what follows for what they see."""

    is_officer: bool  # handles, oversees or was asked as a department
    is_expert: bool  # was asked as an expert, and nothing else
    may_assign: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An opinion as the reader may see it: a sealed one without its words."""

    opinion: Opinion
    is_own: bool
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with all that belongs to it; `files` are the ids of files that can still be read."""

    seen: Seen
    reader: Reader
    today: date
    steps: list[CaseStep]
    clocks: list[Standing]
    papers: list[CasePaper]
    files: frozenset[UUID]
    opinions: list[Told]
    asked: int
    answered: int
    letters: list[Letter]
    certificate: Certificate | None
    renewal: Renewal | None
    rating: Rating | None
    acts: tuple[Act, ...]
    colleagues: list[Person]
    later: Service | None  # a version of the service to which the reader may take it

    @property
    def case(self) -> Case:
        return self.seen.case

    @property
    def may_renew(self) -> bool:
        """Whether the reader may begin the renewal of its certificate, or stands in for who may."""
        applies = self.seen.access.may(Permission.CASE_APPLY, self.case.organisation_id)
        return (applies or self.seen.is_window) and self.renewal is not None

    @property
    def may_rate(self) -> bool:
        """Whether the reader's organisation may say how it was handled: once, after its end."""
        applies = self.seen.access.may(Permission.CASE_APPLY, self.case.organisation_id)
        return applies and self.case.phase == "ended" and bool(self.case.number) and self.rating is None


def read(seen: Seen) -> CasePage:
    """The case as whoever `seen` is sees it."""
    case, today = seen.case, clock.today()
    reader = reader_of(seen)
    steps = list(CaseStep.objects.filter(thing=case).order_by("number"))
    rows = list(CaseClock.objects.filter(thing=case).order_by("number"))
    papers = list(
        CasePaper.objects.filter(case=case, dropped_at__isnull=True).select_related("added_by", "reused_from__case")
    )
    opinions = list(case.opinions.select_related("organisation", "expert", "given_by"))
    certificate = Certificate.objects.filter(case=case).select_related("case", "renewed_by__case").first()
    last = [one for one in opinions if one.released_at is None and _round(one) == _last_round(opinions)]
    return CasePage(
        seen=seen,
        reader=reader,
        today=today,
        steps=[step for step in steps if reader.is_officer or _is_public(step)],
        clocks=standings(case, rows, steps, today),
        papers=papers,
        files=_readable(papers),
        opinions=told(seen, reader, opinions),
        asked=len(last),
        answered=sum(one.given_at is not None for one in last),
        letters=list(case.letters.all()),
        certificate=certificate,
        renewal=renewal_of(certificate, today) if certificate is not None else None,
        rating=Rating.objects.filter(case=case).first(),
        acts=acts_now(seen),
        colleagues=colleagues(case) if reader.may_assign else [],
        later=later_version(case, today) if may_upgrade(seen) else None,
    )


def acts_now(seen: Seen) -> tuple[Act, ...]:
    """What somebody may do to the case now, in the order of its flow."""
    found = open_acts(seen.case.flow, position_of(seen.case), seen.roles)
    return tuple(act for act in found if seen.may_do(act))


def reader_of(seen: Seen) -> Reader:
    """On which side somebody stands."""
    case, access = seen.case, seen.access
    is_asked = access.person is not None and bool(_departments_asked(seen))
    works = bool(seen.roles - APPLICANTS - {"R5"})
    oversees = access.may_everywhere(Permission.CASE_OVERSEE)
    is_officer = works or oversees or is_asked
    is_expert = not is_officer and not seen.is_applicant
    may_assign = (oversees or case.lead_id in handling(access)) and case.phase not in {"draft", "ended"}
    return Reader(is_officer, is_expert, may_assign)


def may_upgrade(seen: Seen) -> bool:
    """Whether somebody may take the case to a later version of its service: who decides it, or oversees all."""
    if seen.access.may_everywhere(Permission.CASE_OVERSEE):
        return True
    deciding = (Permission.CASE_REVIEW, Permission.CASE_HANDLE)
    return any(seen.case.lead_id in seen.access.organisations(one) for one in deciding)


def told(seen: Seen, reader: Reader, opinions: list[Opinion]) -> list[Told]:
    """The opinions that the reader may know of: an applicant of none, an expert of their own until all are in."""
    open_rounds = {_round(one) for one in opinions if one.is_open and one.expert_id is not None}
    asked = _departments_asked(seen)
    found = []
    for one in opinions:
        person = seen.access.person
        is_own = one.expert_id == person.pk if one.expert_id and person else one.organisation_id in asked
        is_sealed = one.expert_id is not None and _round(one) in open_rounds
        if reader.is_officer or is_own or (reader.is_expert and not is_sealed):
            found.append(Told(one, is_own, is_sealed and not is_own))
    return found


def colleagues(case: Case) -> list[Person]:
    """Whoever may work on the case: people who handle cases in the organisation that leads it, or took it in."""
    places = [place for place in (case.lead_id, case.window_id) if place]
    return workers(frozenset(places))


def workers(places: Iterable[int]) -> list[Person]:
    """People who handle cases in these organisations, by name."""
    roles = [code for code, role in BY_CODE.items() if role.permissions & set(_WORKS)]
    held = held_now(Membership.objects.filter(organisation__in=places, role_code__in=roles))
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("name", "pk"))


def _departments_asked(seen: Seen) -> frozenset[int]:
    places = seen.access.organisations(Permission.OPINION_GIVE)
    if not places:
        return frozenset()
    rows = seen.case.opinions.filter(organisation__in=places, expert__isnull=True)
    return frozenset(rows.values_list("organisation_id", flat=True))


def _round(opinion: Opinion) -> tuple[int, bool]:
    return opinion.round, opinion.expert_id is not None


def _last_round(opinions: list[Opinion]) -> tuple[int, bool] | None:
    kept = [one for one in opinions if one.released_at is None]
    return _round(max(kept, key=lambda one: one.pk)) if kept else None


def _is_public(step: CaseStep) -> bool:
    return (step.kind != "note" or step.act == NOTE) and step.act not in _AMONG_OFFICERS


def _readable(papers: list[CasePaper]) -> frozenset[UUID]:
    ids = [paper.file_id for paper in papers if paper.file_id]
    found = StoredFile.objects.filter(pk__in=ids, erased_at__isnull=True)
    return frozenset(found.values_list("pk", flat=True))
