"""Letters as declared in catalog/letters/: what is written to an applicant with an act of a case, in both languages."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Self

from pydantic import Field, model_validator

from wutong.catalog.flows import Code, Confidence, Flow
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration

# What a case can fill in. Clocks stand for their being the one that runs.
_OF_THE_CASE = {"number", "service", "applicant", "department", "basis", "result"}
# `law` is what the act itself rests on; `expected` how many days an officer expects excluded time to take.
_OF_THE_ACT = {"act", "law", "dated", "due", "limit", "reason", "ground", "expected", "papers", "decision"}
_OF_THE_CERTIFICATE = {"certificate", "valid_from", "valid_to", "renewal_opens", "renewal_closes"}
# Of a filing that an enterprise follows itself; its `service` is the kind of filing, its `department` the authority.
_OF_THE_FILING = {"product", "accepted", "counted", "pauses"}
NAMES = frozenset(_OF_THE_CASE | _OF_THE_ACT | _OF_THE_CERTIFICATE | _OF_THE_FILING)


class Paragraph(Declaration):
    """Words with names in braces; left out where the case lacks one of `needs`, or no clock of that name runs."""

    zh: str
    en: str
    needs: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _names_are_known_and_the_same(self) -> Self:
        zh, en = _names(self.zh), _names(self.en)
        if zh != en:
            raise ValueError(f"both languages fill in the same names, and {', '.join(sorted(zh ^ en))} only one")
        if unknown := zh - NAMES:
            raise ValueError(f"no case fills in {', '.join(sorted(unknown))}")
        return self


class LetterForm(Declaration):
    """One letter. `appeal` adds the way to object."""

    code: Code
    title: Label
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    appeal: bool = False


class Appeal(Declaration):
    """How a decision is objected to, on what basis."""

    text: Label
    basis: Label
    confidence: Confidence


class Renewal(Declaration):
    """How many days before its end the holder of a certificate is reminded."""

    days_before: tuple[int, ...]
    basis: Label
    confidence: Confidence


class Letters(Declaration):
    """All letters of cases."""

    source: Label
    confidence: Confidence
    effective_from: date
    appeal: Appeal
    renewal: Renewal
    letters: tuple[LetterForm, ...]

    def form(self, code: str) -> LetterForm:
        """The letter of that code; raises KeyError where there is none."""
        return {one.code: one for one in self.letters}[code]


def load_letters(folder: Path, flows: Mapping[str, Flow]) -> Letters:
    """The letters; raises DeclarationRefused where an act of a flow sends one that is not declared, or none is sent."""
    path = folder / "cases.yml"
    letters = read_declaration(path, Letters)
    declared = [one.code for one in letters.letters]
    sent = {act.letter for flow in flows.values() for act in flow.acts if act.letter}
    for problem, codes in (
        ("is declared twice", {code for code in declared if declared.count(code) > 1}),
        ("is sent by an act and not declared", sent - set(declared)),
        ("is sent by no act", set(declared) - sent),
    ):
        if codes:
            raise DeclarationRefused(file=path, place="letters", problem=f"{_list(codes)} {problem}")
    return letters


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
