"""What is declared about imports: versions of the guide, classes, risk grades, schemes, kinds of approvals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from wutong.catalog.flows import Basis, Code, Confidence
from wutong.catalog.imports_tree import Outcome, Tree
from wutong.catalog.services import Period, Service, ServiceCode
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration


class ItemClass(Declaration):
    """What an import can be taken for."""

    code: Code
    title: Label


class Grade(Declaration):
    """A risk grade, how long an approval of it holds, and whether it may come in several shipments."""

    code: str
    title: Label
    summary: Label
    validity: Period
    may_split: bool
    basis: Basis


class Place(Declaration):
    """Where a scheme holds, by which rule and how long."""

    title: Label
    rule: Label | None = None
    validity: Period | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    confidence: Confidence


class Scheme(Declaration):
    """One of the two research-import schemes: what is listed, and where it is done so."""

    code: Literal["pair", "enterprise"]
    title: Label
    summary: Label
    holds: Literal["enterprise_and_item", "enterprise"]
    places: tuple[Place, ...] = Field(min_length=1)
    effect: Label
    basis: tuple[Basis, ...] = Field(min_length=1)


class Step(Declaration):
    """A step of a scheme: who does what."""

    code: Code
    who: Label
    title: Label
    confidence: Confidence


class Schemes(Declaration):
    """Both schemes, with what they ask, exclude and go through in common."""

    source: Label
    confidence: Confidence
    effective_from: date
    conditions: tuple[Basis, ...] = Field(min_length=1)
    excluded: tuple[Basis, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    schemes: tuple[Scheme, ...] = Field(min_length=1)


class ShelfLife(Declaration):
    """How many months a batch must still have when it arrives: fewer where its whole shelf life is a short one.

    `expires`, `arrives` and `short_lived` are the fields of the service that tell of the batch.
    """

    months: int = Field(ge=1)
    short_lived_months: int = Field(ge=1)
    expires: Code
    arrives: Code
    short_lived: Code
    basis: Basis


class ApprovalKind(Declaration):
    """What an import goes by, and the service that ends in it. Without a quantity, its items only follow its holder."""

    code: Code
    service: ServiceCode
    scheme: Literal["pair", "enterprise"] | None = None
    title: Label
    needs_quantity: bool
    may_split: bool = True
    shelf_life: ShelfLife | None = None


class Approvals(Declaration):
    """Kinds of approvals; how many days before its end a holder is warned, and at how many per cent left."""

    source: Label
    confidence: Confidence
    effective_from: date
    warn_days: int = Field(ge=1)
    warn_share: int = Field(ge=1, le=99)
    kinds: tuple[ApprovalKind, ...] = Field(min_length=1)

    def kind(self, code: str) -> ApprovalKind:
        """The kind of that code; raises KeyError where there is none."""
        return {one.code: one for one in self.kinds}[code]


class _Classes(Declaration):
    source: Label
    confidence: Confidence
    effective_from: date
    classes: tuple[ItemClass, ...] = Field(min_length=1)


class _Grades(Declaration):
    title: Label
    source: Label
    confidence: Confidence
    effective_from: date
    grades: tuple[Grade, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Imports:
    """Everything declared about imports. `trees` in the order of their versions."""

    trees: tuple[Tree, ...]
    classes: Mapping[str, ItemClass]
    grades: Mapping[str, Grade]
    grading: Label
    schemes: Schemes
    approvals: Approvals

    def tree_on(self, day: date) -> Tree:
        """The version in force on `day`, or the next to come."""
        return next((one for one in reversed(self.trees) if one.effective_from <= day), self.trees[0])

    def tree(self, version: int) -> Tree | None:
        """That version, if there is one."""
        return next((one for one in self.trees if one.version == version), None)


def load_imports(folder: Path, services: Mapping[str, tuple[Service, ...]]) -> Imports:
    """The declarations under `folder`; raises DeclarationRefused where one names what is not declared."""
    grades = read_declaration(folder / "grades.yml", _Grades)
    found = Imports(
        trees=_trees(folder / "tree"),
        classes={one.code: one for one in read_declaration(folder / "classes.yml", _Classes).classes},
        grades={one.code: one for one in grades.grades},
        grading=grades.title,
        schemes=read_declaration(folder / "schemes.yml", Schemes),
        approvals=read_declaration(folder / "approvals.yml", Approvals),
    )
    for kind in found.approvals.kinds:
        _asks(kind, services, folder / "approvals.yml")
    for tree in found.trees:
        for outcome in tree.outcomes:
            _fits(outcome, found, services, folder / "tree" / f"v{tree.version}.yml")
    return found


def _trees(folder: Path) -> tuple[Tree, ...]:
    found: list[Tree] = []
    for path in sorted(folder.glob("v*.yml"), key=lambda one: int(one.stem[1:])):
        tree = read_declaration(path, Tree)
        if path.stem != f"v{tree.version}":
            raise DeclarationRefused(file=path, place="version", problem=f"version {tree.version} has another file")
        if found and (found[-1].effective_to is None or found[-1].effective_to >= tree.effective_from):
            raise DeclarationRefused(file=path, place="effective_from", problem="the version before has not ended")
        found.append(tree)
    if not found:
        raise DeclarationRefused(file=folder, place="-", problem="there is no version of the guide")
    return tuple(found)


def _asks(kind: ApprovalKind, services: Mapping[str, tuple[Service, ...]], path: Path) -> None:
    """Refuse a rule on shelf life that goes by what its service does not ask."""
    if (rule := kind.shelf_life) is None or kind.service not in services:
        return
    fields = {code: one.kind for code, one in services[kind.service][-1].fields.items()}
    wanted = {rule.expires: "date", rule.arrives: "date", rule.short_lived: "yes_no"}
    if unknown := [code for code, how in wanted.items() if fields.get(code) != how]:
        place = f"kinds.{kind.code}.shelf_life"
        raise DeclarationRefused(file=path, place=place, problem=f"{kind.service} does not ask for {unknown[0]}")


def _fits(outcome: Outcome, found: Imports, services: Mapping[str, tuple[Service, ...]], path: Path) -> None:
    place = f"outcomes.{outcome.code}"
    if outcome.item_class not in found.classes:
        raise DeclarationRefused(file=path, place=place, problem=f"no class {outcome.item_class}")
    if outcome.grade is not None and outcome.grade not in found.grades:
        raise DeclarationRefused(file=path, place=place, problem=f"no grade {outcome.grade}")
    if unknown := [one.service for one in outcome.services if one.service not in services]:
        raise DeclarationRefused(file=path, place=place, problem=f"no service {unknown[0]}")
