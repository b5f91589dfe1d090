"""Which names might be meant: a few cheap queries, each giving its most prominent. Points come later."""

from collections.abc import Iterator, Sequence

import tantivy

from wutong.warehouse.search.finding.query import JOINT_STOCK, Asked
from wutong.warehouse.search.keeping.documents import RANK, WORDS, number_of
from wutong.warehouse.search.keeping.shelf import Shelf

_PHRASE, _STOCK, _HALVES, _ALL, _LOOSE = 60, 80, 40, 60, 40  # how many of each
_MIDDLES = {3: (1, 2), 4: (2,)}  # letters of a query, and after which it may fall in two
_SHORT = 6  # letters up to which neighbours may have changed places
_WIDE = 20


class Documents:
    """The names of one index, asked for ordinals."""

    def __init__(self, index: tantivy.Index, shelf: Shelf) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self.with_all = shelf.with_all

    def with_words(self, words: Sequence[str], most: int) -> list[int]:
        """Ordinals of English names that hold all words; each may have a wrong letter, the last may be unfinished."""
        terms = []
        for place, word in enumerate(words):
            distance = 1 if len(word) > 3 else 0
            is_last = place == len(words) - 1
            query = tantivy.Query.fuzzy_term_query(self._schema, WORDS, word, distance, True, is_last)
            terms.append((tantivy.Occur.Must, query))
        return self._ordinals(tantivy.Query.boolean_query(terms), most) if terms else []

    def _ordinals(self, query: tantivy.Query, most: int) -> list[int]:
        found = self._searcher.search(query, most, count=False, order_by_field=RANK).hits
        return [number_of(rank) for rank, _ in found]


def grams(letters: str) -> list[str]:
    """Each two neighbours, or the letter that has none."""
    return [letters[place : place + 2] for place in range(len(letters) - 1)] or [letters] * bool(letters)


def in_a_row(documents: Documents, asked: Asked, limit: int) -> list[int]:
    """Names that hold every two neighbours of the query, as a name that holds the query does."""
    return documents.with_all(grams(asked.letters), max(_PHRASE, limit))


def likely(documents: Documents, asked: Asked, limit: int) -> list[int]:
    """Names that hold every letter of the query: those of joint-stock firms, or in two halves."""
    letters = asked.letters
    found = documents.with_all([*letters, JOINT_STOCK], max(_STOCK, limit))
    for middle in _MIDDLES.get(len(letters), ()):
        found += documents.with_all([letters[:middle], letters[middle:]], max(_HALVES, limit))
    return found


def anywhere(documents: Documents, asked: Asked, limit: int) -> list[int]:
    """Names that hold every letter of the query, wherever."""
    return documents.with_all(list(asked.letters), max(_ALL, limit))


def loose(documents: Documents, asked: Asked) -> Iterator[int]:
    """Names that hold all of the query but one letter and what touches it."""
    letters = asked.letters
    wide = 1 if len(letters) <= _WIDE else 2  # letters left out at a time, so that a long query costs no more
    for place in range(0, len(letters), wide):
        kept = (*grams(letters[:place]), *grams(letters[place + wide :]))
        yield from documents.with_all(kept, _LOOSE)


def looser(documents: Documents, asked: Asked) -> Iterator[int]:
    """The same for short queries where neighbours changed places, or where the rest lies apart."""
    letters = asked.letters
    for place in range(len(letters)) if len(letters) <= _SHORT else ():
        rest = letters[:place] + letters[place + 1 :]
        yield from documents.with_all([*rest, JOINT_STOCK], _LOOSE)
        yield from documents.with_all(list(rest), _LOOSE)
