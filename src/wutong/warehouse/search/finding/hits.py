"""What a search gives back, and what it is on the way there."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from wutong.kernel.bilingual import Text
from wutong.warehouse.search.finding.aligning import Alignment
from wutong.warehouse.search.keeping.shelf import Book

Route = Literal["name", "sound", "english", "code", "number"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One enterprise found. `score` orders the hits of one query and compares with no other; the reasons in `why`
    come in order of weight. `credit_code` is None where the register gives none."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    score: float
    why: tuple[Text, ...]
    is_branch: bool
    tier: str
    city: str | None


class Scored(NamedTuple):
    """A name that may be meant, with its points and how it was found. `what` is the text that was matched."""

    points: float
    book: Book
    route: Route
    what: str
    found: Alignment | None
