"""A guide as its page shows it: limits, papers, fields and steps in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import segno
from django.utils.safestring import SafeString, mark_safe

from wutong.catalog.flows import Flow
from wutong.catalog.services import Service
from wutong.portal.services import words
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class Time:
    """A limit of the service: of law or promised, with its ground."""

    clock: str
    limit: str
    extension: str
    basis: str
    sureness: str
    is_promise: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a case comes through."""

    title: str
    phase: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the service: from when until when cases begin with it, and what changed since the one before.

    `stays` is why running cases do not follow it.
    """

    number: int
    since: date
    until: date | None
    change: str
    stays: str


def versions(found: Iterable[Service]) -> list[Version]:
    """The versions as a guide tells them, in the order in which they come."""
    return [_version(one) for one in found]


def _version(one: Service) -> Version:
    step = catalogue().upgrades[one.code].get(one.version)
    change, stays = (wording(said) if said else "" for said in ((step.why, step.stay) if step else (None, None)))
    return Version(one.version, one.effective_from, one.effective_to, change, stays)


def times(service: Service) -> list[Time]:
    """Every clock of the service that has a limit or says that it has none: the law's, then the promise."""
    return [*_of_law(service), *_promised(service)]


def _of_law(service: Service) -> Iterator[Time]:
    own = service.limits_for({})
    for clock in _flow(service).clocks:
        if not clock.is_legal and clock.code not in own:
            continue
        said = own.get(clock.code)
        limit, basis = (said.limit, said.basis) if said else (clock.limit, clock.basis)
        extension = words.limit(clock.extension) if clock.extension and limit.amount else ""
        sureness = words.sureness(basis.confidence)
        title = wording(clock.title)
        yield Time(title, words.limit(limit), extension, wording(basis.text), sureness, is_promise=False)
        for one in service.limits:
            if one.when is not None and one.clock == clock.code:
                extension = words.limit(clock.extension) if clock.extension and one.limit.amount else ""
                ground, sureness = wording(one.basis.text), words.sureness(one.basis.confidence)
                which = f"{title} · {words.condition(service, one.when)}"
                yield Time(which, words.limit(one.limit), extension, ground, sureness, is_promise=False)


def _promised(service: Service) -> Iterator[Time]:
    if (promise := service.promise) is not None:
        clock = _flow(service).clock(promise.clock)
        limit, sureness = words.limit(promise.limit), words.sureness(promise.basis.confidence)
        of = f" · {words.condition(service, promise.when)}" if promise.when else ""
        yield Time(wording(clock.title) + of, limit, "", wording(promise.basis.text), sureness, is_promise=True)


def steps(service: Service) -> list[Step]:
    """The way of a case that goes well, from draft to end."""
    flow = _flow(service)
    return [Step(wording(state.title), state.phase) for state in map(flow.state, flow.usual)]


def _flow(service: Service) -> Flow:
    return catalogue().flows[service.flow]


@cache
def qr_code(address: str) -> SafeString:
    """A QR code of an address of this portal, as SVG for print."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=3, border=2, omitsize=False, svgclass="guide-code", lineclass=None))
