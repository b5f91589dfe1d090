"""The ordered rules (decisions.yml) that turn what was read of a registration into a tier and a segment."""

from typing import Literal

from wutong.catalog.chain.outline import Dated
from wutong.catalog.yaml_file import Declaration, Label

Where = Literal["opening", "leading", "anywhere", "late", "absent"]
Evidence = Literal["made", "researched", "offered", "core", "related", "peripheral", "hint"]
Tier = Literal["core", "related", "peripheral", "none"]


class When(Declaration):
    """All conditions that are given must hold.

    name / name_not: the name is, or is not, of one of these kinds. named: the name is biomedical.
    Evidence (made, researched, offered = the three ways of being core): where it stands in the scope
    (opening: it is the first item; leading: in the first clause; late: only after it).
    context / context_not: the scope speaks, or does not speak, of one of these.
    before: the first kind of evidence stands earlier than the second, or the second is absent.
    makes: the scope says that something, whatever it is, is made.
    scarce: the first kind of evidence is at most a fifth of the second.
    makes_all: things of all these segments are made.
    share_at_least / share_below: biomedical words per item of the scope.
    """

    name: tuple[str, ...] = ()
    name_not: tuple[str, ...] = ()
    named: bool | None = None
    made: Where | None = None
    researched: Where | None = None
    offered: Where | None = None
    core: Where | None = None
    related: Where | None = None
    peripheral: Where | None = None
    hint: Where | None = None
    context: tuple[str, ...] = ()
    context_not: tuple[str, ...] = ()
    before: tuple[Evidence, Evidence] | None = None
    makes: bool | None = None
    scarce: tuple[Evidence, Evidence] | None = None
    makes_all: tuple[str, ...] = ()
    share_at_least: float | None = None
    share_below: float | None = None


class Then(Declaration):
    """The verdict. `segment` is a segment's code, or says whose segment is taken: the name's or some evidence's."""

    tier: Tier
    segment: str


class Decision(Declaration):
    """One rule. The first rule whose conditions hold decides."""

    rule: str
    title: Label
    when: When
    then: Then


class Decisions(Dated):
    """decisions.yml."""

    rules: tuple[Decision, ...]
