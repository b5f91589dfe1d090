"""The service zone as its page shows it, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wutong.catalog.services import Service
from wutong.portal.services import words
from wutong.portal.services.queries import Asked, Cell, Fitting
from wutong.portal.shared.catalogue import catalogue, segments
from wutong.portal.shared.language import wording
from wutong.rules.applicability import Answer, Reason


@dataclass(frozen=True, slots=True)
class Row:
    """One service in a list; `time` is the promise, `law` the limit that binds."""

    code: str
    title: str
    summary: str
    department: str
    time: str
    law: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that can be set or taken away; `address` is where that leads."""

    label: str
    address: str
    is_chosen: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper of a guide."""

    title: str
    how: str
    kinds: str
    sureness: str
    when: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class CertificateLines:
    """What is issued: how long it holds, and when it is renewed."""

    title: str
    validity: str
    renewal: str
    basis: str


@dataclass(frozen=True, slots=True)
class Group:
    """Services of one verdict."""

    answer: str
    title: str
    fitting: list[tuple[Row, str, list[str]]]


def rows(services: Iterable[Service]) -> list[Row]:
    """Lines of a list of services."""
    return [_row(one) for one in services]


def _row(one: Service) -> Row:
    limits = one.own_limits
    law = limits.get("review") or limits.get("publication")
    return Row(
        code=one.code,
        title=wording(one.title),
        summary=wording(one.summary),
        department=wording(one.department),
        time=words.limit(one.promise.limit) if one.promise else "",
        law=words.limit(law) if law else "",
    )


def grid(asked: Asked, counts: Sequence[tuple[str, list[Cell]]]) -> list[tuple[Filter, list[Filter]]]:
    """Issues with a filter for each stage; a filter that is chosen leads back."""
    return [
        (
            Filter(words.issue(issue), _to(asked, issue=issue, stage=""), issue == asked.issue and not asked.stage),
            [
                Filter(
                    label=f"{words.issue(issue)} · {words.stage(cell.stage)}",
                    address=_to(asked, issue=issue, stage=cell.stage),
                    is_chosen=(issue, cell.stage) == (asked.issue, asked.stage),
                    count=cell.count,
                )
                for cell in cells
            ],
        )
        for issue, cells in counts
    ]


def kinds(asked: Asked) -> list[Filter]:
    """Basic or value-added, or both."""
    names = {"": _("All"), "basic": _("Government services"), "value_added": _("Value-added services")}
    return [Filter(name, _to(asked, kind=code), code == asked.kind) for code, name in names.items()]


def chips(asked: Asked) -> list[Filter]:
    """The filters in use; each address takes one away."""
    found = []
    if asked.issue:
        found.append(Filter(words.issue(asked.issue), _to(asked, issue="")))
    if asked.stage:
        found.append(Filter(words.stage(asked.stage), _to(asked, stage="")))
    if asked.text:
        found.append(Filter(f"“{asked.text}”", _to(asked, q="")))
    return found


def papers(service: Service) -> list[PaperLine]:
    """The papers of a guide."""
    return [
        PaperLine(
            title=wording(paper.title),
            how=words.obtained(paper.how),
            kinds=", ".join(paper.kinds) if paper.how == "upload" else "",
            sureness=words.sureness(paper.confidence),
            when=words.condition(service, paper.when) if paper.when else "",
            is_required=paper.required,
        )
        for paper in service.papers
    ]


def certificate(service: Service) -> CertificateLines | None:
    """What the service issues, if anything."""
    one = service.certificate
    if one is None:
        return None
    window = [words.lead(lead) for lead in (one.renewal_opens, one.renewal_closes) if lead]
    return CertificateLines(
        title=wording(one.title),
        validity=words.period(one.validity) if one.validity else "",
        renewal=" – ".join(window),
        basis=wording(one.basis.text) if one.basis else "",
    )


def applying(fitting: Iterable[Fitting]) -> list[Group]:
    """Services by verdict: what applies first, then what cannot be said, then what does not."""
    titles = {
        Answer.MET: _("May apply"),
        Answer.UNKNOWN: _("Cannot be said"),
        Answer.NOT_MET: _("Does not apply by what is known"),
    }
    found = list(fitting)
    groups = [
        Group(
            answer.value,
            title,
            [
                (
                    _row(one.service),
                    wording(one.service.applies.why),
                    [_reason(reason) for reason in one.verdict.reasons],
                )
                for one in found
                if one.verdict.answer is answer
            ],
        )
        for answer, title in titles.items()
    ]
    return [group for group in groups if group.fitting]


def _reason(reason: Reason) -> str:
    wanted, found = ([_name(reason.about, code) for code in codes] for codes in (reason.wanted, reason.found))
    if reason.answer is Answer.MET:
        return _("%(found)s is asked for") % {"found": ", ".join(found)}
    return _("asked for: %(wanted)s") % {"wanted": ", ".join(wanted)}


def _name(about: str, code: str) -> str:
    if about == "tier":
        return {"core": _("core"), "related": _("related"), "peripheral": _("peripheral")}[code]
    if code in segments():
        return wording(segments()[code].title)
    return wording(catalogue().chain.nodes[code].title)


def _to(asked: Asked, **changes: str) -> str:
    """The address with some filters changed; empty ones are left out."""
    held = {"q": asked.text, "issue": asked.issue, "stage": asked.stage, "kind": asked.kind} | changes
    return "?" + urlencode({key: value for key, value in held.items() if value})
