"""A walk through the guide as its page shows it, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.catalog.flows import Basis
from wutong.catalog.imports_tree import UNKNOWN, Outcome, Question
from wutong.portal.imports import clocks
from wutong.portal.imports.panels import words
from wutong.portal.services.words import sureness
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.rules.imports import Finding, Standing, Step, Walk


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What something rests on, and how sure that is."""

    text: str
    sureness: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The question to answer next."""

    code: str
    title: str
    help: str
    choices: tuple[Choice, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that was given, and where it can be given anew."""

    question: str
    answer: str
    is_unknown: bool
    again: str


@dataclass(frozen=True, slots=True)
class Apply:
    """A service to apply for, and why. `here` is where this app itself takes it in."""

    code: str
    title: str
    why: str
    address: str
    here: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding. `because` names the question and answer that found it, `aside` why it does not apply now, and
    `aside_because` those that set it aside. One that is excluded has no papers to bring."""

    title: str
    item_class: str
    grade: str
    why: str
    because: str
    aside: str
    aside_because: str
    is_excluded: bool
    papers: tuple[str, ...]
    authorities: tuple[str, ...]
    services: tuple[Apply, ...]
    steps: tuple[str, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers lead to. `ask` says whom to ask where one is not known, `possible` what may still follow."""

    applies: tuple[Told, ...]
    deferred: tuple[Told, ...]
    excluded: tuple[Told, ...]
    unknown: str
    ask: str
    possible: tuple[str, ...]


def address(answers: Mapping[str, str], version: int) -> str:
    """Where a walk stands; the same for everybody."""
    return f"{reverse('imports:guide')}?{urlencode({'v': version, **answers})}"


def asked(question: Question) -> Asked:
    """A question with its answers, the last of which is that it is not known."""
    choices = [Choice(one.code, wording(one.title)) for one in question.answers]
    return Asked(
        code=question.code,
        title=wording(question.title),
        help=wording(question.help),
        choices=(*choices, Choice(UNKNOWN, _("I do not know"))),
        grounds=_grounds(question.basis),
    )


def said(walked: Walk) -> list[Said]:
    """What was answered, in its order."""
    found: list[Said] = []
    before: dict[str, str] = {}
    for step in walked.steps:
        again = address(before, walked.tree.version)
        found.append(Said(wording(step.question.title), _answer(step), step.answer is None, again))
        before[step.question.code] = step.answer.code if step.answer else UNKNOWN
    return found


def result(walked: Walk) -> Result:
    """What a walk that is over comes to."""
    by_standing = {one: tuple(_told(finding) for finding in walked.standing(one)) for one in Standing}
    unknown = walked.unknown
    return Result(
        applies=by_standing[Standing.APPLIES],
        deferred=by_standing[Standing.DEFERRED],
        excluded=by_standing[Standing.EXCLUDED],
        unknown=wording(unknown.title) if unknown else "",
        ask=wording(unknown.ask) if unknown else "",
        possible=tuple(wording(one.title) for one in walked.possible),
    )


def outcome_title(version: int, code: str) -> str:
    """What an outcome of a version of the guide is called; its code where that version is gone."""
    tree = catalogue().imports.tree(version)
    known = {one.code: one for one in tree.outcomes} if tree else {}
    return wording(known[code].title) if code in known else code


def _told(finding: Finding) -> Told:
    outcome: Outcome = finding.outcome
    aside = finding.set_aside
    return Told(
        title=wording(outcome.title),
        item_class=words.item_class(outcome.item_class),
        grade=words.grade(outcome.grade) if outcome.grade else "",
        why=wording(outcome.why),
        because=_because(finding.found_by),
        aside=wording(aside.why) if aside else "",
        aside_because=_because(finding.set_aside_by),
        is_excluded=finding.standing is Standing.EXCLUDED,
        papers=tuple(wording(one) for one in outcome.papers),
        authorities=tuple(wording(one) for one in outcome.authorities),
        services=tuple(_apply(one.service, wording(one.why)) for one in outcome.services),
        steps=tuple(wording(one) for one in outcome.steps),
        grounds=_grounds(outcome.basis),
    )


def _apply(code: str, why: str) -> Apply:
    title = wording(catalogue().services[code][-1].title)
    here = reverse("imports:ask") if code == clocks.CODE else ""
    return Apply(code, title, why, reverse("services:guide", args=[code]), here)


def _because(step: Step | None) -> str:
    return f"{wording(step.question.title)} {_answer(step)}" if step else ""


def _answer(step: Step) -> str:
    return wording(step.answer.title) if step.answer else _("not known")


def _grounds(basis: Iterable[Basis]) -> tuple[Ground, ...]:
    return tuple(Ground(wording(one.text), sureness(one.confidence)) for one in basis)
