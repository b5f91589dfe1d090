"""Walks the guide to imports: answers give the next question, or what follows with its reasons. Pure.

What is not known is never guessed: the walk stops there and says whom to ask, and what may still follow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wutong.catalog.imports_tree import UNKNOWN, Answer, Outcome, Question, SetAside, Tree
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class OddAnswer(WutongError):
    code = "imports.odd_answer"
    sentence = Text(
        zh="问题“{question}”没有“{answer}”这个答案。可用的答案：{known}。",
        en="The question “{question}” has no answer “{answer}”. Its answers are {known}.",
    )


class Standing(StrEnum):
    """How a finding stands in the end."""

    APPLIES = "applies"
    DEFERRED = "deferred"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Step:
    """A question with the answer given; without an answer of the question's own, it is not known."""

    question: Question
    answer: Answer | None


@dataclass(frozen=True)
class Finding:
    """An outcome, the step that found it, and the step that set it aside with its reason, if one did."""

    outcome: Outcome
    found_by: Step | None
    set_aside: SetAside | None = None
    set_aside_by: Step | None = None

    @property
    def standing(self) -> Standing:
        """Whether it applies."""
        return Standing.APPLIES if self.set_aside is None else Standing(self.set_aside.how)


@dataclass(frozen=True)
class Walk:
    """How far the answers lead: steps so far, and either the next `question`, or what is found.

    `unknown` is the question whose answer is not known; then `possible` are the outcomes that its answers may lead to
    further on. `unused` names answers to questions that are not on this way.
    """

    tree: Tree
    steps: tuple[Step, ...]
    question: Question | None
    unknown: Question | None
    findings: tuple[Finding, ...]
    possible: tuple[Outcome, ...]
    unused: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """True where every question is answered."""
        return self.question is None and self.unknown is None

    @property
    def answers(self) -> dict[str, str]:
        """The answers on this way, in their order."""
        return {step.question.code: step.answer.code if step.answer else UNKNOWN for step in self.steps}

    def standing(self, standing: Standing) -> tuple[Finding, ...]:
        """The findings that stand so."""
        return tuple(one for one in self.findings if one.standing is standing)


def walk(tree: Tree, given: Mapping[str, str]) -> Walk:
    """Follow the answers `given`, by question; raises OddAnswer for an answer that its question does not have."""
    steps: list[Step] = []
    known: dict[str, str] = {}
    question = tree.after(known, tree.first)
    while question is not None and question.code in given:
        step = _step(question, given[question.code])
        steps.append(step)
        if step.answer is None:
            break
        known[question.code] = step.answer.code
        question = tree.after(known, step.answer.next)
    is_unknown = bool(steps) and steps[-1].answer is None
    return Walk(
        tree=tree,
        steps=tuple(steps),
        question=None if is_unknown else question,
        unknown=steps[-1].question if is_unknown else None,
        findings=_findings(tree, steps, is_over=question is None),
        possible=tuple(_possible(tree, known, steps[-1].question)) if is_unknown else (),
        unused=tuple(code for code in given if code not in {step.question.code for step in steps}),
    )


def _step(question: Question, code: str) -> Step:
    answer = question.answer(code)
    if answer is None and code != UNKNOWN:
        known = ", ".join([*(one.code for one in question.answers), UNKNOWN])
        raise OddAnswer(question=question.code, answer=code[:40], known=known)
    return Step(question, answer)


def _findings(tree: Tree, steps: list[Step], *, is_over: bool) -> tuple[Finding, ...]:
    """What the steps found, in their order; one that was set aside says by which step and why."""
    aside = {one.outcome: (one, step) for step in steps if step.answer for one in step.answer.sets_aside}
    found = [
        Finding(tree.outcome(code), step, *aside.get(code, (None, None)))
        for step in steps
        if step.answer
        for code in step.answer.finds
    ]
    if is_over and not any(one.standing is Standing.APPLIES for one in found):
        found.append(Finding(tree.outcome(tree.ordinary), steps[-1] if steps else None))
    return tuple(found)


def _possible(tree: Tree, known: Mapping[str, str], question: Question) -> Iterator[Outcome]:
    """What may apply in the end, whatever is answered from `question` on, in the order of the declaration."""
    codes = {
        finding.outcome.code
        for path in tree.paths_on(dict(known), question)
        for finding in walk(tree, path).standing(Standing.APPLIES)
    }
    yield from (one for one in tree.outcomes if one.code in codes)
