"""Answers as tables that a clerk can work on: which row of the file, which candidate, and why. Writes no files.

Every row of the file that was read is in each table, whether or not it holds a name and the name has candidates.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wutong.kernel.bilingual import Language, Text
from wutong.warehouse.matching.answers import Answer, Candidate

BEST = ("name", "verdict", "score", "name_zh", "credit_code", "enterprise_id", "reasons")
_FURTHER = ("name_zh", "score", "credit_code", "enterprise_id", "reasons")
_OF_CANDIDATES = ("row", "rank", "name", "verdict", "candidate_verdict", *BEST[2:])
_FIRST_ROW = 2  # beneath the header, as spreadsheets count

Row = tuple[object, ...]


class Shape(enum.StrEnum):
    """How the candidates of a name lie in a table."""

    COLUMNS = "columns"  # a row a name: the best candidate, then the further ones beside it
    ROWS = "rows"  # a row a candidate, numbered by its rank
    BEST = "best"  # a row a name, with the best candidate only


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, and rows as wide as they are."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def tabled(answers: Sequence[Answer], shape: Shape, language: Language) -> Table:
    """The answers to the rows of a file, in their order."""
    if shape is Shape.ROWS:
        told = (row for at, one in enumerate(answers, _FIRST_ROW) for row in _each(at, one, language))
        return Table(_OF_CANDIDATES, tuple(told))
    most = max((len(one.candidates) for one in answers), default=0) if shape is Shape.COLUMNS else 1
    heads = [f"{name}_{rank}" for rank in range(2, most + 1) for name in _FURTHER]
    rows = ((*best(one, language), at, *_beside(one, most, language)) for at, one in enumerate(answers, _FIRST_ROW))
    return Table((*BEST, "row", *heads), tuple(rows))


def best(answer: Answer, language: Language) -> Row:
    """A name with its best candidate, and why that, or why none."""
    first = answer.candidates[0] if answer.candidates else None
    why = _written((*(first.reasons if first else ()), *answer.reasons), language)
    return (answer.name, answer.verdict.value, *_told(first), why)


def _beside(answer: Answer, most: int, language: Language) -> Row:
    cells: list[object] = []
    for one in answer.candidates[1:most]:
        cells += [one.name_zh, one.score, one.credit_code, one.enterprise_id, _written(one.reasons, language)]
    return (*cells, *(None,) * ((most - 1) * len(_FURTHER) - len(cells)))


def _each(at: int, answer: Answer, language: Language) -> Iterator[Row]:
    if not answer.candidates:
        yield (at, None, answer.name, answer.verdict.value, None, *_told(None), _written(answer.reasons, language))
    for rank, one in enumerate(answer.candidates, start=1):
        why = _written((*one.reasons, *(answer.reasons if rank == 1 else ())), language)
        yield (at, rank, answer.name, answer.verdict.value, one.verdict.value, *_told(one), why)


def _told(one: Candidate | None) -> Row:
    return (one.score, one.name_zh, one.credit_code, one.enterprise_id) if one else (None,) * 4


def _written(reasons: Sequence[Text], language: Language) -> str:
    return "; ".join(why.in_language(language) for why in reasons)
