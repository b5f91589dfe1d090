"""Find enterprises in a search index. Opens files read-only, maps them, and may be shared between threads."""

from collections.abc import Iterable
from pathlib import Path

from wutong.catalog.catalog import load_catalog
from wutong.catalog.search import Search
from wutong.kernel.bilingual import Text
from wutong.warehouse.search.finding import explaining
from wutong.warehouse.search.finding.candidates import Documents
from wutong.warehouse.search.finding.hits import Hit, Scored
from wutong.warehouse.search.finding.query import ask
from wutong.warehouse.search.finding.scoring import Scoring
from wutong.warehouse.search.keeping.documents import open_documents
from wutong.warehouse.search.keeping.making import refuse_foreign
from wutong.warehouse.search.keeping.preparing import TIERS
from wutong.warehouse.search.keeping.shelf import Shelf

__all__ = ["Hit", "Searcher"]


class Searcher:
    """An open index. `search` are its declarations; those of this installation unless given. Raises IndexForeign."""

    def __init__(self, folder: Path, search: Search | None = None) -> None:
        refuse_foreign(folder)
        search = search or load_catalog().search
        self._noise = search.noise
        shelf = Shelf(folder)
        documents = Documents(open_documents(folder / "documents"), shelf)
        self._scoring = Scoring(shelf, documents, search)

    def find(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """The enterprises that `text` may mean, the likeliest first. Works as one types: `text` may be unfinished."""
        asked = ask(text, self._noise)
        if not asked.letters:
            return ()
        by = self._scoring.by_characters if asked.is_han else self._scoring.by_letters
        scored = by(asked, limit)
        if asked.may_be_code:
            scored += self._scoring.by_code(asked)
        return tuple(_hit(one, asked.letters) for one in _best(scored, limit))


def _best(scored: Iterable[Scored], limit: int) -> list[Scored]:
    """The best of each enterprise, best first; equals by id, so that the same query always gives the same answer."""
    best: dict[tuple[str, int], Scored] = {}
    for one in scored:
        key = (one.book.generation.folder.name, one.book.row)
        if key not in best or one.points > best[key].points:
            best[key] = one
    first = sorted(best.values(), key=lambda one: (-round(one.points, 6), -one.book.standing.prominence))
    return sorted(
        first[: limit + limit],
        key=lambda one: (-round(one.points, 6), -one.book.standing.prominence, one.book.enterprise_id),
    )[:limit]


def _hit(one: Scored, typed: str) -> Hit:
    book, row = one.book, one.book.row
    generation = book.generation
    return Hit(
        enterprise_id=book.enterprise_id,
        credit_code=generation.credit_codes[row] or None,
        name_zh=generation.names[row],
        score=round(one.points, 4),
        why=_why(one, typed),
        is_branch=book.standing.is_branch,
        tier=TIERS[book.standing.tier],
        city=generation.cities[book.standing.city] or None,
    )


def _why(one: Scored, typed: str) -> tuple[Text, ...]:
    return (*explaining.of_match(one, typed), *explaining.of_standing(one.book.standing))
