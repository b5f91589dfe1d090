"""Services as declared in catalog/services/<code>/v<number>.yml: what is asked, in which time, by what law.

A version is never changed once it is in force: a case keeps the one with which it began. What names something that is
not declared is refused, and so is a limit without its unit or its source.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from wutong.catalog.flows import Basis, Code, Confidence, Flow, Limit
from wutong.catalog.yaml_file import (
    Declaration,
    DeclarationRefused,
    Label,
    parse_declaration,
    read_declaration,
    read_raw,
)

ServiceCode = Annotated[str, StringConstraints(pattern=r"^(GS(0[1-9]|1[0-9]|2[01])|VS(0[1-9]|1[0-8]))$")]
Issue = Literal["people", "venues", "platforms", "materials", "growth"]
Stage = Literal["L0", "L1", "L2", "L3", "L4", "L5"]
_ALL_STAGES: tuple[Stage, ...] = ("L0", "L1", "L2", "L3", "L4", "L5")
_PLACEHOLDERS = {date(1900, 1, 1), date(1970, 1, 1), date(2000, 1, 1), date(2099, 12, 31), date(9999, 12, 31)}


class Condition(Declaration):
    """Holds where the answer to `field` is one of these values."""

    field: Code
    one_of: tuple[str, ...] = Field(min_length=1)

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it does as the answers stand. Yes and no are asked for as words."""
        value = answers.get(self.field)
        given = value if isinstance(value, list) else [value]
        return bool({"yes" if one is True else "no" if one is False else one for one in given} & set(self.one_of))


class Option(Declaration):
    """One choice of a field."""

    code: Code
    title: Label


class Question(Declaration):
    """A field of a page. `from_portrait` names the column of the portrait that fills it in, with its source shown.

    No number is below nothing; one that is `above_zero` is not nothing either. A planned day is `not_before` the
    day on which it is typed.
    """

    code: Code
    title: Label
    kind: Literal["text", "long_text", "number", "money", "date", "choice", "choices", "yes_no"] = "text"
    options: tuple[Option, ...] = ()
    required: bool = True
    from_portrait: Code | None = None
    is_personal: bool = False
    unit: Label | None = None
    above_zero: bool = False
    not_before: Literal["today"] | None = None
    when: Condition | None = None

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        if (self.kind in {"choice", "choices"}) != bool(self.options):
            raise ValueError(f"field {self.code} has options exactly where one chooses")
        if self.above_zero and self.kind not in {"number", "money"}:
            raise ValueError(f"field {self.code} is no number, so it cannot be above zero")
        if self.not_before and self.kind != "date":
            raise ValueError(f"field {self.code} is no day, so it is not before any")
        return self


class Page(Declaration):
    """Fields that are asked together."""

    code: Code
    title: Label
    fields: tuple[Question, ...] = Field(min_length=1)


class Paper(Declaration):
    """A paper that a case needs, and how it is obtained.

    It is sent up, shared from the portrait or an earlier case (`shared_from` says which), taken from the licence
    library, or pledged and looked at later.
    """

    code: Code
    title: Label
    how: Literal["upload", "shared", "licence_library", "pledge"]
    shared_from: str | None = None
    required: bool = True
    when: Condition | None = None
    kinds: tuple[Literal["pdf", "jpg", "png", "docx", "xlsx"], ...] = ("pdf", "jpg", "png")
    most_files: int = Field(default=5, ge=1, le=50)
    most_megabytes: int = Field(default=20, ge=1, le=200)
    confidence: Confidence = "sourced"

    @model_validator(mode="after")
    def _shared_says_from_where(self) -> Self:
        if (self.how == "shared") != (self.shared_from is not None):
            raise ValueError(f"paper {self.code} says whence it is shared exactly where it is")
        return self


class ServiceLimit(Declaration):
    """The service's own limit for a clock of its flow. A promise is the provider's; law binds the authority.

    One with `when` goes before the one without, where the answers of a case are so; a promise with `when` is made to
    no other case.
    """

    clock: Code
    limit: Limit
    basis: Basis
    when: Condition | None = None


class Period(Declaration):
    """A length of calendar time."""

    amount: int = Field(ge=1)
    unit: Literal["month", "year"]


class Lead(Declaration):
    """A time before the end of something."""

    amount: int = Field(ge=1)
    unit: Literal["working_day", "month"]


class Certificate(Declaration):
    """What is issued, how long it holds, and between which times before its end it is renewed.

    `grants` is what else comes with it: a permit in the ledger of controlled materials, an approval of imports.
    It is renewed by a case of the same service, or of `renewed_through`; that case goes by `renewal_flow` where a
    renewal goes another way than a first application. The new one begins when the old one ends, or with its grant.
    """

    title: Label
    grants: Literal["controlled_permit", "import_approval"] | None = None
    validity: Period | None = None
    renewal_opens: Lead | None = None
    renewal_closes: Lead | None = None
    renewed_through: ServiceCode | None = None
    renewal_flow: Code | None = None
    renewed_from: Literal["end", "grant"] = "end"
    basis: Basis | None = None

    @property
    def is_renewed(self) -> bool:
        """Whether it is renewed at all: between declared times, before it ends."""
        return self.renewal_opens is not None or self.renewal_closes is not None

    @model_validator(mode="after")
    def _renewed_within_a_time(self) -> Self:
        if self.is_renewed and self.validity is None:
            raise ValueError("what is renewed holds for a time: say how long")
        if (self.renewed_through or self.renewal_flow) and not self.is_renewed:
            raise ValueError("what is renewed says between which times before its end")
        return self


class Applies(Declaration):
    """To whom the service may matter, by facts of the portrait; empty is everybody. Nodes are of the chain."""

    tiers: tuple[Literal["core", "related", "peripheral"], ...] = ()
    segments: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    why: Label


class Asked(Declaration):
    """A question that people have, with its answer."""

    question: Label
    answer: Label


class Service(Declaration):
    """One version of one service. Group, stages and audience place it in the guide; the flow says how a case goes."""

    code: ServiceCode
    version: int = Field(ge=1)
    title: Label
    summary: Label
    issue: Issue
    stages: tuple[Stage, ...] = _ALL_STAGES
    audience: Label
    applies: Applies
    department: Label
    flow: Code
    limits: tuple[ServiceLimit, ...] = ()
    promise: ServiceLimit | None = None
    fee: Label
    papers: tuple[Paper, ...] = ()
    pages: tuple[Page, ...] = Field(min_length=1)
    result: Label
    certificate: Certificate | None = None
    basis: tuple[Basis, ...] = Field(min_length=1)
    related: tuple[ServiceCode, ...] = ()
    faq: tuple[Asked, ...] = ()
    source: Label
    confidence: Confidence
    effective_from: date
    effective_to: date | None = None

    @property
    def key(self) -> str:
        """Code and version: what a case keeps."""
        return f"{self.code}.v{self.version}"

    @property
    def is_basic(self) -> bool:
        """Whether it is one of the government's own services, with limits of law."""
        return self.code.startswith("GS")

    @cached_property
    def fields(self) -> dict[str, Question]:
        """Every field of every page, by code."""
        return {field.code: field for page in self.pages for field in page.fields}

    @property
    def own_limits(self) -> dict[str, Limit]:
        """The limits that stand in the place of the flow's, by clock, where nothing is known of a case."""
        return {code: one.limit for code, one in self.limits_for({}).items()}

    def limits_for(self, answers: Mapping[str, Any]) -> dict[str, ServiceLimit]:
        """The service's own limits by clock, for a case with these answers."""
        general = {one.clock: one for one in self.limits if one.when is None}
        return general | {one.clock: one for one in self.limits if one.when and one.when.holds(answers)}

    def promise_for(self, answers: Mapping[str, Any]) -> ServiceLimit | None:
        """What is promised of a case with these answers; nothing where the promise is to another kind."""
        promise = self.promise
        return promise if promise and (promise.when is None or promise.when.holds(answers)) else None

    @property
    def flow_of_renewals(self) -> str:
        """The flow of a case by which a certificate is renewed."""
        return (self.certificate.renewal_flow if self.certificate else None) or self.flow

    def in_force(self, day: date) -> bool:
        """Whether cases begin with this version on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    @model_validator(mode="after")
    def _codes_once_and_dates_real(self) -> Self:
        fields = [field.code for page in self.pages for field in page.fields]
        for kind, codes in (("field", fields), ("paper", [paper.code for paper in self.papers])):
            if len(set(codes)) < len(codes):
                raise ValueError(f"a {kind} is declared twice")
        for day in (self.effective_from, self.effective_to):
            if day in _PLACEHOLDERS:
                raise ValueError(f"{day} looks like a placeholder; give the day on which it really took effect")
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("it ends before it begins")
        return self

    @model_validator(mode="after")
    def _conditions_ask_what_is_asked(self) -> Self:
        fields = self.fields
        things = [
            *((field.code, field.when) for field in fields.values()),
            *((paper.code, paper.when) for paper in self.papers),
            *((limit.clock, limit.when) for limit in (*self.limits, *([self.promise] if self.promise else []))),
        ]
        for code, when in things:
            if when is None:
                continue
            asked = fields.get(when.field)
            if asked is None:
                raise ValueError(f"{code} depends on {when.field}, which no page asks")
            known = {option.code for option in asked.options} if asked.options else {"yes", "no"}
            if odd := set(when.one_of) - known:
                raise ValueError(f"{code} depends on {', '.join(sorted(odd))}, which cannot be answered")
        return self

    @model_validator(mode="after")
    def _each_clock_has_one_limit_for_all_others(self) -> Self:
        general = [one.clock for one in self.limits if one.when is None]
        for clock in {one.clock for one in self.limits}:
            if general.count(clock) != 1:
                raise ValueError(f"clock {clock} needs one limit without a condition, for whatever else is answered")
        return self


class _SharedPages(Declaration):
    """Pages that several services ask, declared once in common.yml."""

    pages: tuple[Page, ...]


def load_services(folder: Path, flows: Mapping[str, Flow]) -> dict[str, tuple[Service, ...]]:
    """Every service with its versions in order; raises DeclarationRefused for one that its flow does not know."""
    shared = {page.code: page for page in read_declaration(folder / "common.yml", _SharedPages).pages}
    found: dict[str, list[Service]] = {}
    for path in sorted(folder.glob("*/v*.yml"), key=lambda one: (one.parent.name, int(one.stem[1:]))):
        service = _read(path, shared)
        _fits(service, flows, path)
        before = found.setdefault(service.code, [])
        if before and (before[-1].effective_to is None or before[-1].effective_to >= service.effective_from):
            raise DeclarationRefused(file=path, place="effective_from", problem="the version before has not ended")
        before.append(service)
    return {code: tuple(versions) for code, versions in found.items()}


def _read(path: Path, shared: Mapping[str, Page]) -> Service:
    """One version, its shared pages before its own."""
    raw = read_raw(path)
    names = raw.pop("shared_pages", [])
    if unknown := [name for name in names if name not in shared]:
        raise DeclarationRefused(file=path, place="shared_pages", problem=f"no page {unknown[0]} in common.yml")
    pages = [shared[name].model_dump() for name in names]
    service = parse_declaration({**raw, "pages": [*pages, *raw.get("pages", [])]}, Service, path)
    if path.parent.name != service.code or path.stem != f"v{service.version}":
        raise DeclarationRefused(file=path, place="code", problem=f"{service.key} belongs into its own file")
    return service


def _fits(service: Service, flows: Mapping[str, Flow], path: Path) -> None:
    flow = flows.get(service.flow)
    if flow is None:
        raise DeclarationRefused(file=path, place="flow", problem=f"no flow {service.flow}")
    renewal = service.certificate.renewal_flow if service.certificate else None
    if renewal is not None and (renewal not in flows or "validity" not in {one.code for one in flows[renewal].clocks}):
        raise DeclarationRefused(file=path, place="certificate", problem=f"{renewal} is no flow with a clock validity")
    clocks = {clock.code for clock in flow.clocks}
    for limit in (*service.limits, *([service.promise] if service.promise else [])):
        if limit.clock not in clocks:
            raise DeclarationRefused(file=path, place="limits", problem=f"flow {flow.code} has no clock {limit.clock}")
