"""A running case, or a draft, goes on by the version of its service that is in effect. There is no way back."""

from collections.abc import Iterator
from dataclasses import dataclass

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.cases.actions.effects import telling
from wutong.portal.cases.actions.opening import NotInForce
from wutong.portal.cases.models import Case, CasePaper
from wutong.portal.cases.queries.continuing.upgrades import NOTE, Planned, details, later_version, plan
from wutong.portal.flowing.moving import Actor, Told, locked, note, somebody_acted
from wutong.portal.flowing.positions import clock_rows, write
from wutong.portal.shared.audit.acts import Value
from wutong.portal.shared.audit.recording import Named, Program, action, record
from wutong.portal.shared.catalogue import catalogue

COMMAND = Program("wutong upgrade-cases", "wutong upgrade-cases")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case of many; `refused` is why it stays as it is."""

    case: str
    start: int
    end: int
    refused: WutongError | None


@action
def upgrade(*, case: Case, version: int, after: int, by: Named) -> Case:
    """Take a case of which `after` steps were seen to `version` of its service.

    Raises what wutong.workflow.upgrade_errors names, NotInForce and SomebodyActed.
    """
    case = locked(case)
    if case.steps != after:
        raise somebody_acted(case)
    today = clock.today()
    planned = plan(case, version, today)
    if planned.service.effective_from > today:
        title = planned.service.title
        raise NotInForce(zh=title.zh, en=title.en, day=planned.service.effective_from)
    before: dict[str, Value] = {"version": case.service_version, "state": case.state}
    _keep(case, planned)
    record(
        "case.upgraded",
        about=case,
        by=by,
        organisation=case.organisation,
        before=before,
        after={"version": version, "state": planned.after.position.state},
    )
    if case.number:
        told = Told(details=dict(details(planned)))
        step = note(case, NOTE, actor=Actor(by, person_id=by.pk if isinstance(by, Person) else None), told=told)
        telling.of_upgrade(case, step, planned.told, by)
    return Case.objects.get(pk=case.pk)


def bring_up(case: Case, by: Person) -> Case:
    """A draft as the version in effect asks; one that cannot follow stays as it is."""
    later = later_version(case, clock.today()) if case.phase == "draft" else None
    if later is None:
        return case
    try:
        return upgrade(case=case, version=later.version, after=case.steps, by=by)
    except WutongError:
        return case


def upgrade_all(code: str, *, is_dry: bool) -> Iterator[Outcome]:
    """Take every running case of a service to the version in effect, one by one; drafts follow when they are opened.

    `is_dry` only says what would become of each.
    """
    today = clock.today()
    for case in waiting(code):
        later = later_version(case, today)
        if later is None:
            continue
        refused = None
        try:
            if is_dry:
                plan(case, later.version, today)
            else:
                upgrade(case=case, version=later.version, after=case.steps, by=COMMAND)
        except WutongError as error:
            refused = error
        yield Outcome(case.number, case.service_version, later.version, refused)


def waiting(code: str) -> list[Case]:
    """Running cases of a service that do not go by its latest version."""
    latest = catalogue().services[code][-1].version
    rows = Case.objects.filter(service_code=code, service_version__lt=latest).exclude(phase__in=["draft", "ended"])
    return list(rows.select_related("organisation", "lead").order_by("pk"))


def _keep(case: Case, planned: Planned) -> None:
    """Write what the case holds from now on."""
    after = planned.after
    case.service_version, case.flow_code = planned.service.version, planned.flow.code
    case.answers = dict(after.answers)
    case.origins = {code: dict(origin) for code, origin in after.origins.items()}
    case.touched_at = clock.now()
    if not case.number:  # nothing has happened to a draft yet: what changed is told while it is filled in
        case.changed_since = [*case.changed_since, *details(planned)["told"]]
    for row, run, promised in zip(clock_rows(case), after.position.runs, after.promised, strict=False):
        row.clock = run.clock
        row.promised_unit = promised.unit.value if promised else ""
        row.promised_amount = promised.amount if promised else None
    write(case, after.position, clock.today())
    for ident, code in after.papers.items():
        if planned.before.papers[ident] != code:
            CasePaper.objects.filter(pk=ident).update(paper_code=code)
