"""What runs for an enterprise: filings that it follows itself, applications of registers, cases here, certificates.

One typed row each, with its clock where the law sets one. Reads the release and the portal's database; writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wutong.catalog.drugs import LegalClock
from wutong.catalog.yaml_file import Label
from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation
from wutong.portal.atlas import links
from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.atlas.queries.portraits import lists
from wutong.portal.atlas.queries.portraits.items import Application
from wutong.portal.atlas.queries.portraits.portrait import portrait_of
from wutong.portal.atlas.queries.portraits.records import records_of
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.flowing.positions import clock_rows, run_of, working_days
from wutong.portal.shared.catalogue import catalogue
from wutong.workflow.clocks import used

_MOST = 500


@dataclass(frozen=True, slots=True)
class Filing:
    """One thing that runs or ran. `spent` of `whole` are days of `unit`; `due_on` is None where nothing is due.

    `follows` says what the law makes of the end: "consent" where silence is permission, "accepted" where it accepts,
    "decision" where an answer is owed, "renewal" where it must be renewed, "us" where the enterprise has to act.
    """

    kind: str
    number: str
    title: str
    what: Label | None
    began_on: date | None
    ended_on: date | None
    due_on: date | None
    spent: int | None
    whole: int | None
    follows: str
    law: Label | None
    address: str
    is_provisional: bool = False
    state: Label | None = None

    @property
    def is_running(self) -> bool:
        """Whether something is still to come of it."""
        return self.ended_on is None and self.due_on is not None


def filings_of(organisation: Organisation) -> list[Filing]:
    """Everything of an organisation, what is due first first; what ended last, the latest first."""
    followed = list(_tracked(organisation))
    own = {one.number for one in followed}  # told once, as the enterprise follows it; its page shows the register too
    told = (one for one in _applications(organisation) if one.number not in own)
    found = [*followed, *_cases(organisation), *_certificates(organisation), *told]
    running = sorted((one for one in found if one.is_running), key=lambda one: (one.due_on or date.max, one.number))
    over = [one for one in found if not one.is_running]
    return [*running, *sorted(over, key=lambda one: one.ended_on or one.began_on or date.min, reverse=True)]


def _tracked(organisation: Organisation) -> Iterator[Filing]:
    """What the enterprise follows itself, with the clock that ends next."""
    rows = TrackedFiling.objects.filter(organisation=organisation).exclude(state="voided")
    for one in rows.prefetch_related("clock_rows").order_by("-accepted_on")[:_MOST]:
        clocks = clock_rows(one)
        running = [row for row in clocks if row.stopped_on is None and row.due_on is not None]
        row = min(running, key=lambda found: found.due_on or date.max, default=clocks[0])
        run, declared = run_of(row), one.flow.clock(row.clock)
        yield Filing(
            kind="tracked",
            number=one.acceptance_number,
            title=one.product,
            what=one.kind.title,
            began_on=row.started_on,
            ended_on=one.ended_on,
            due_on=row.due_on if row in running else None,
            spent=min(used(run, working_days(), clock.today()), run.whole or 0),
            whole=run.whole,
            follows=_follows(declared.owner, declared.on_due),
            law=one.own_bases.get(row.clock, declared.basis).text,
            address=f"/filings/tracked/{one.number}/",
            is_provisional=one.is_provisional,
            state=one.flow.state(one.state).title,
        )


def _applications(organisation: Organisation) -> Iterator[Filing]:
    """Drug applications of the release that are certainly of this enterprise."""
    if not organisation.enterprise_id:
        return
    try:
        release = current_release()
    except NoRelease:
        return
    portrait = portrait_of(release, organisation.enterprise_id)
    if portrait is None:
        return
    records = records_of(release, portrait.enterprise)
    for one in lists.find(release, records, "applications", lists.Asked(), 1, _MOST).items:
        yield _application(one)


def _application(one: Application) -> Filing:
    asked = next((found for found in catalogue().drugs.acceptance.asks if found.code == one.asks_for), None)
    law = asked.clock if asked else None
    due = _due(one, law)
    return Filing(
        kind="application",
        number=one.acceptance_number,
        title=one.drug_text or one.acceptance_number,
        what=asked.title if asked else None,
        began_on=one.accepted_on,
        ended_on=one.decided_on,
        due_on=due if one.decided_on is None else None,
        spent=_spent(one, law),
        whole=law.days if law else None,
        follows="consent" if law and law.is_consent_implied else "decision",
        law=law.law if law else None,
        address=links.to_application(one.acceptance_number),
        is_provisional=bool(one.accepted_on and due and not working_days().is_settled(one.accepted_on, due)),
    )


def _due(one: Application, law: LegalClock | None) -> date | None:
    return working_days().after(one.accepted_on, law.days) if law and one.accepted_on else None


def _spent(one: Application, law: LegalClock | None) -> int | None:
    if law is None or one.accepted_on is None:
        return None
    return working_days().count(one.accepted_on, one.decided_on or clock.today())


def _cases(organisation: Organisation) -> Iterator[Filing]:
    """Cases that were sent: the clock that ends next, whoever answers for it."""
    rows = Case.objects.filter(organisation=organisation).exclude(number="").prefetch_related("clock_rows")
    for case in rows.order_by("-submitted_on")[:_MOST]:
        running = [row for row in clock_rows(case) if row.stopped_on is None and row.due_on is not None]
        row = min(running, key=lambda one: one.due_on or date.max, default=None)
        run = run_of(row) if row else None
        owner = case.flow.clock(row.clock).owner if row else ""
        declared = case.flow.clock(row.clock) if row else None
        yield Filing(
            kind="case",
            number=case.number,
            title=case.service.title.zh,
            what=case.service.title,
            began_on=row.started_on if row else case.submitted_on,
            ended_on=case.ended_on,
            due_on=row.due_on if row else None,
            spent=used(run, working_days(), clock.today()) if run else None,
            whole=run.whole if run else None,
            follows=_follows(owner, declared.on_due if declared else None),
            law=declared.basis.text if declared else None,
            address=f"/cases/{case.case_id}/",
            is_provisional=case.is_provisional,
        )


def _follows(owner: str, on_due: str | None) -> str:
    if owner in {"R1", "R2"}:
        return "us"
    return {"deem_consented": "consent", "deem_accepted": "accepted"}.get(on_due or "", "decision")


def _certificates(organisation: Organisation) -> Iterator[Filing]:
    """Certificates that end: due when they must be renewed, or when they end where no window is declared."""
    rows = Certificate.objects.filter(case__organisation=organisation, valid_to__isnull=False, renewed_by__isnull=True)
    today = clock.today()
    for one in rows.select_related("case"):
        service, ends = one.case.service, one.valid_to
        basis = service.certificate.basis if service.certificate else None
        due = one.renewal_closes_on or ends
        assert ends is not None
        yield Filing(
            kind="certificate",
            number=one.number,
            title=service.title.zh,
            what=service.certificate.title if service.certificate else service.title,
            began_on=one.valid_from,
            ended_on=ends if ends < today else None,
            due_on=due if ends >= today else None,
            spent=(today - one.valid_from).days,
            whole=(ends - one.valid_from).days + 1,
            follows="renewal",
            law=basis.text if basis else None,
            address=f"/cases/{one.case.case_id}/{'renew/' if one.renewal_closes_on or one.renewal_opens_on else ''}",
        )
