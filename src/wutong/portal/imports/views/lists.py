"""What the lists of the app share: heads that sort, and the same list as a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.portal.imports.access import Reader
from wutong.portal.imports.actions import exporting
from wutong.portal.imports.clocks import running
from wutong.portal.imports.models import Approval, Assessment, Opinion, Shipment
from wutong.portal.imports.panels import walks, words
from wutong.portal.imports.queries.lists import MOST_ROWS
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import Head, head
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.spreadsheets.cells import Cell
from wutong.rules.import_approvals import THOUSANDTHS

FORMS = ("csv", "xlsx")


def heads(request: HttpRequest, orders: Iterable[str], sort: str) -> dict[str, Head]:
    """Heads of the columns by which a list can be put in order."""
    return {name: head(request, name, sort) for name in orders}


def file(request: HttpRequest, reader: Reader, name: str, form: str, rows: QuerySet[Model]) -> HttpResponseBase:
    """The rows as `form`; raises Http404 for another. That they were taken is recorded."""
    if form not in FORMS:
        raise Http404
    header, cells = _SHEETS[name]
    exporting.note_export(list_=name, filter_=request.GET.urlencode()[:500], by=reader.who)
    lines: Iterable[Sequence[Cell]] = (cells(one) for one in rows[:MOST_ROWS])
    return file_answer(f"{name}-{localtime(clock.now()):%Y%m%d-%H%M}.{form}", form, header(), lines)


def _approvals() -> list[str]:
    return [
        *(_("Number"), _("Kind"), _("Holder"), _("Item"), _("Class"), _("Grade"), _("Approved quantity")),
        *(_("Deducted"), _("Left"), _("Unit"), _("Valid from"), _("Valid to"), _("May be split"), _("Case")),
        *(_("Withdrawn on"), _("Why")),
    ]


def _approval(one: Approval) -> list[Cell]:
    granted = one.granted
    return [
        one.number,
        words.kind(one.kind),
        wording(one.organisation.name),
        one.item,
        words.item_class(one.item_class),
        words.grade(one.grade),
        None if granted is None else granted / THOUSANDTHS,
        one.deducted / THOUSANDTHS,
        None if granted is None else (granted - one.deducted) / THOUSANDTHS,
        one.unit,
        one.valid_from,
        one.valid_to,
        _("yes") if one.may_split else _("no"),
        one.case_number,
        one.withdrawn_on,
        one.withdrawn_why,
    ]


def _shipments() -> list[str]:
    return [_("Shipment"), _("Holder"), _("Item"), _("Quantity"), _("Unit"), _("State"), _("Declared on"),
            _("Customs declaration"), _("Port"), _("Temperature or storage"), _("Arrives on"), _("Cleared on"),
            _("Received on"), _("Ended on"), _("Why")]  # fmt: skip


def _shipment(one: Shipment) -> list[Cell]:
    return [
        one.audit_label,
        wording(one.approval.organisation.name),
        one.approval.item,
        one.quantity / THOUSANDTHS,
        one.approval.unit,
        words.state(one.state),
        one.declared_on,
        one.customs_number,
        one.port,
        one.storage,
        one.arrives_on,
        one.cleared_on,
        one.received_on,
        one.ended_on,
        one.why,
    ]


def _opinions() -> list[str]:
    return [_("Item"), _("Applicant"), _("Stage"), _("Asked on"), _("Due"), _("Class"), _("Grade"), _("Risk"),
            _("Reasons"), _("Given by"), _("Given on")]  # fmt: skip


def _opinion(one: Opinion) -> list[Cell]:
    return [
        one.item,
        wording(one.organisation.name),
        words.stage(one.stage),
        one.started_on,
        running(one, clock.today()).due_on,
        words.item_class(one.item_class),
        words.grade(one.grade),
        words.risk(one.risk),
        one.reasons,
        one.given_by.audit_label if one.given_by else "",
        localtime(one.given_at).date() if one.given_at else None,
    ]


def _assessments() -> list[str]:
    return [
        _("Item"),
        _("Organisation"),
        _("Result"),
        _("Every question answered"),
        _("Kept by"),
        _("Kept on"),
        _("Version of the guide"),
    ]


def _assessment(one: Assessment) -> list[Cell]:
    return [
        one.item,
        wording(one.organisation.name),
        "; ".join(walks.outcome_title(one.tree_version, code) for code in one.outcomes),
        _("yes") if one.is_settled else _("no"),
        one.made_by.audit_label,
        localtime(one.made_at).date(),
        one.tree_version,
    ]


_SHEETS: Mapping[str, tuple[Callable[[], list[str]], Callable[..., list[Cell]]]] = {
    "approvals": (_approvals, _approval),
    "shipments": (_shipments, _shipment),
    "opinions": (_opinions, _opinion),
    "assessments": (_assessments, _assessment),
}
