"""The guide to imports as declared in catalog/imports/tree/v<number>.yml: questions, answers, outcomes.

A guide with a question or outcome that nothing leads to, a loop, or an outcome without basis is refused. Nothing here
walks it for somebody: rules.imports does.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from wutong.catalog.flows import Basis, Code, Confidence
from wutong.catalog.services import ServiceCode
from wutong.catalog.yaml_file import Declaration, Label

UNKNOWN = "unknown"
"""The answer that every question has besides its own: not known."""


class When(Declaration):
    """Holds where an earlier question was answered with one of these. A question that was not asked answers nothing."""

    question: Code
    one_of: tuple[Code, ...] = Field(min_length=1)

    def holds(self, given: Mapping[str, str]) -> bool:
        """Whether it holds for the answers `given`."""
        return given.get(self.question) in self.one_of


class SetAside(Declaration):
    """That an answer takes another finding out of force, or puts it off, and why."""

    outcome: Code
    how: Literal["excluded", "deferred"]
    why: Label


class Answer(Declaration):
    """One answer: what is found by it, what it sets aside, and the next question; none where the guide ends."""

    code: Code
    title: Label
    finds: tuple[Code, ...] = ()
    sets_aside: tuple[SetAside, ...] = ()
    next: Code | None = None


class Question(Declaration):
    """One question, and whom to ask where its answer is not known. It is passed over to `otherwise` unless `when`."""

    code: Code
    title: Label
    help: Label
    ask: Label
    basis: tuple[Basis, ...] = Field(min_length=1)
    answers: tuple[Answer, ...] = Field(min_length=2)
    when: When | None = None
    otherwise: Code | None = None

    def answer(self, code: str) -> Answer | None:
        """The answer of that code, if the question has it."""
        return next((one for one in self.answers if one.code == code), None)

    @model_validator(mode="after")
    def _answers_told_apart(self) -> Self:
        codes = [one.code for one in self.answers]
        if len(set(codes)) < len(codes) or UNKNOWN in codes:
            raise ValueError(f"question {self.code} has an answer twice, or one called {UNKNOWN}, which all have")
        if (self.when is None) != (self.otherwise is None):
            raise ValueError(f"question {self.code} says when it is asked and where one goes otherwise, or neither")
        return self


class Needed(Declaration):
    """A service of ours to apply for, and why."""

    service: ServiceCode
    why: Label


class Outcome(Declaration):
    """What follows: the class, the grade where one is sure, papers, authorities, services and steps, on what basis."""

    code: Code
    title: Label
    item_class: Code
    grade: str | None = None
    papers: tuple[Label, ...] = Field(min_length=1)
    authorities: tuple[Label, ...] = Field(min_length=1)
    services: tuple[Needed, ...] = ()
    steps: tuple[Label, ...] = ()
    why: Label
    basis: tuple[Basis, ...] = Field(min_length=1)


class Tree(Declaration):
    """One version of the guide. `ordinary` is what follows where no answer has found anything."""

    version: int = Field(ge=1)
    title: Label
    source: Label
    confidence: Confidence
    effective_from: date
    effective_to: date | None = None
    first: Code
    ordinary: Code
    questions: tuple[Question, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    def question(self, code: str) -> Question:
        """The question of that code; raises KeyError where there is none."""
        return {one.code: one for one in self.questions}[code]

    def outcome(self, code: str) -> Outcome:
        """The outcome of that code; raises KeyError where there is none."""
        return {one.code: one for one in self.outcomes}[code]

    def after(self, given: Mapping[str, str], code: str | None) -> Question | None:
        """The question that is really asked where `code` comes next; None where the guide ends."""
        while code is not None:
            question = self.question(code)
            if question.when is None or question.when.holds(given):
                return question
            code = question.otherwise
        return None

    def paths(self) -> Iterator[dict[str, str]]:
        """Every way through the guide on which everything is known: answers by question, in their order."""
        yield from self.paths_on({}, self.after({}, self.first))

    def paths_on(self, given: dict[str, str], question: Question | None) -> Iterator[dict[str, str]]:
        """Every way on from `question` after the answers `given`, which each of them holds too."""
        if question is None:
            yield given
            return
        for answer in question.answers:
            more = {**given, question.code: answer.code}
            yield from self.paths_on(more, self.after(more, answer.next))

    @model_validator(mode="after")
    def _names_what_it_has(self) -> Self:
        questions = _codes("question", [one.code for one in self.questions])
        outcomes = _codes("outcome", [one.code for one in self.outcomes])
        for question in self.questions:
            nexts = {question.otherwise, *(one.next for one in question.answers)} - {None}
            told = {code for one in question.answers for code in one.finds}
            aside = {one.outcome for answer in question.answers for one in answer.sets_aside}
            _known(f"question {question.code} leads to", nexts, questions)
            _known(f"question {question.code} finds", told | aside, outcomes)
            if question.when is not None:
                _known(f"question {question.code} depends on", {question.when.question}, questions)
                asked = self.question(question.when.question)
                _known(f"question {question.code} depends on", question.when.one_of, {a.code for a in asked.answers})
        _known("the guide begins with", {self.first}, questions)
        _known("the guide ends with", {self.ordinary}, outcomes)
        return self

    @model_validator(mode="after")
    def _goes_on_to_an_end(self) -> Self:
        ways = {
            one.code: {code for code in (one.otherwise, *(answer.next for answer in one.answers)) if code}
            for one in self.questions
        }
        seen: set[str] = set()
        while free := {code for code, nexts in ways.items() if code not in seen and nexts <= seen}:
            seen |= free
        if loop := set(ways) - seen:
            raise ValueError(f"the questions {', '.join(sorted(loop))} lead back to themselves")
        return self

    @model_validator(mode="after")
    def _everything_can_be_reached(self) -> Self:
        asked = {code for path in self.paths() for code in path}
        if lost := {one.code for one in self.questions} - asked:
            raise ValueError(f"no answer leads to the question {', '.join(sorted(lost))}")
        found = {code for one in self.questions for answer in one.answers for code in answer.finds} | {self.ordinary}
        if lost := {one.code for one in self.outcomes} - found:
            raise ValueError(f"no answer leads to the outcome {', '.join(sorted(lost))}")
        return self


def _codes(kind: str, codes: list[str]) -> set[str]:
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"{kind} {', '.join(sorted(twice))} is declared twice")
    return set(codes)


def _known(what: str, named: Iterable[str | None], declared: set[str]) -> None:
    if unknown := {str(one) for one in named} - declared:
        raise ValueError(f"{what} {', '.join(sorted(unknown))}, which is not declared")
