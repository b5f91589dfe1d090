"""Every way of finding, each giving names with points. Reads the index; decides nothing about order."""

from collections.abc import Callable, Iterable, Iterator

from wutong.catalog.search import Search
from wutong.warehouse.letters.characters import is_han
from wutong.warehouse.letters.reading import Pinyin
from wutong.warehouse.search.finding import candidates, phonetic, slips
from wutong.warehouse.search.finding.aligning import Alignment, align, align_loosely, is_near
from wutong.warehouse.search.finding.candidates import Documents
from wutong.warehouse.search.finding.hits import Route, Scored
from wutong.warehouse.search.finding.query import Asked
from wutong.warehouse.search.finding.ranking import Ranking
from wutong.warehouse.search.keeping.shelf import Book, Shelf
from wutong.warehouse.search.keeping.store import Generation

Way = Callable[[Documents, Asked, int], list[int]]

_MOST_CODES = 200
_MOST_WORDS = 40
_MOST_GRAMS = 40
_NEAR = 6  # letters that may be left out of a name that still answers the query
_LEAST_FOR_TYPO = 3
_IN_A_ROW = 7  # letters that in a row are meant in a row


class Scoring:
    """The ways of finding in one index."""

    def __init__(self, shelf: Shelf, documents: Documents, search: Search) -> None:
        self._shelf, self._documents, self._noise = shelf, documents, search.noise
        self._weights = search.weights
        self._ranking = Ranking(search.weights, search.noise)
        self._pinyin = Pinyin(search.readings)
        self._syllables = phonetic.Syllables(self._pinyin)

    def by_characters(self, asked: Asked, limit: int) -> list[Scored]:
        """Names that hold the Chinese characters typed; where none answers well, those with one letter wrong.

        Each step costs more than the one before and is taken only where those before have not answered.
        """
        found = self._holding(candidates.in_a_row, asked, limit, [])
        if found and len(asked.letters) >= _IN_A_ROW and not asked.ends_a_name:
            return found
        if _is_whole(found, asked):  # and perhaps of another, were it not for a letter
            return found + self._holding(candidates.anywhere, asked, limit, found)
        found += self._holding(candidates.likely, asked, limit, found)
        if not (asked.ends_a_name or asked.is_long) and any(_answers(one, asked) for one in found):
            return found
        found += self._holding(candidates.anywhere, asked, limit, found)
        if len(asked.letters) < _LEAST_FOR_TYPO or any(_answers(one, asked) for one in found):
            return found
        return found + self._with_one_wrong(asked)

    def _holding(self, way: Way, asked: Asked, limit: int, known: list[Scored]) -> list[Scored]:
        """What a way of finding adds to the names that are known."""
        books = {(one.book.generation.folder, one.book.row, one.book.is_alias) for one in known}
        found = self._shelf.by_ordinal(way(self._documents, asked, limit))
        new = (book for book in found if (book.generation.folder, book.row, book.is_alias) not in books)
        return list(self._lying(new, asked))

    def _with_one_wrong(self, asked: Asked) -> list[Scored]:
        """Names that hold all that was typed but one letter; the ways that find more cost more."""
        for further in (candidates.loose, candidates.looser):
            nearly = list(self._loosely(self._shelf.by_ordinal(further(self._documents, asked)), asked))
            if nearly:
                return nearly
        return []

    def by_letters(self, asked: Asked, limit: int) -> list[Scored]:
        """Names that sound as the Latin letters typed, that hold them, or that are English."""
        found = list(self._sounding(asked.letters))
        grams = candidates.grams(asked.letters)
        holding = self._shelf.by_ordinal(self._documents.with_all(grams, max(_MOST_GRAMS, limit)))
        found += [one._replace(points=one.points + self._weights.literal) for one in self._lying(holding, asked)]
        if slips.may_hold_one(asked.letters) and not any(_is_heard(one, asked.letters) for one in found):
            found += self._misheard(asked.letters)
        words = [word for word in asked.text.lower().replace(",", " ").replace(".", " ").split() if word.isalnum()]
        telling = [word for word in words if word not in self._noise.latin] or words
        for book in self._shelf.by_ordinal(self._documents.with_words(telling, _MOST_WORDS)):
            points = self._weights.english * min(1.0, len(asked.letters) / len(book.cleaned))
            found.append(Scored(points + self._ranking.standing(book.standing), book, "english", book.name, None))
        return found

    def by_code(self, asked: Asked) -> Iterator[Scored]:
        """Enterprises whose credit code, or former registration number, begins as typed."""
        for generation in self._shelf.generations:
            rows = generation.codes.beginning(asked.letters, _MOST_CODES)
            for book in self._shelf.by_row(generation, rows):
                yield from self._coded(book, generation.credit_codes[book.row], asked.letters, "code")
            for place in generation.numbers.beginning(asked.letters, _MOST_CODES):
                row = int(generation.identifier_rows[place])
                for book in self._shelf.by_row(generation, (row,)):
                    yield from self._coded(book, generation.identifiers[place], asked.letters, "number")

    def _coded(self, book: Book, code: str, typed: str, route: Route) -> Iterator[Scored]:
        if code.lower().startswith(typed):
            base = self._weights.whole_code if len(code) == len(typed) else self._weights.code
            yield Scored(base + self._ranking.standing(book.standing), book, route, code, None)

    def _lying(self, books: Iterable[Book], asked: Asked) -> Iterator[Scored]:
        letters = asked.letters
        for book in books:
            lying = align(letters, book.cleaned, book.standing.region)
            if lying is not None:
                is_whole = (asked.ends_a_name or asked.is_long) and is_near(letters, book.cleaned)
                yield self._named(book, lying, len(letters), is_near=is_whole)

    def _loosely(self, books: Iterable[Book], asked: Asked) -> Iterator[Scored]:
        letters = asked.letters
        for book in books:
            lying = align_loosely(letters, book.cleaned)
            if lying is not None:
                yield self._named(book, lying, len(letters), is_near=is_near(letters, book.cleaned))

    def _named(self, book: Book, lying: Alignment, typed: int, *, is_near: bool) -> Scored:
        points = self._ranking.points(book.cleaned, book.standing, lying, typed)
        points += self._weights.near_name * (is_near and len(book.cleaned) != lying.length)
        return Scored(points + self._weights.former * book.is_alias, book, "name", book.name, lying)

    def _sounding(self, letters: str) -> Iterator[Scored]:
        for generation in self._shelf.generations:
            numbers = phonetic.candidates(generation, letters, self._syllables)
            found = list(self._heard(generation, numbers, letters, phonetic.align))
            if not any(len(one.found.blocks) == 1 for one in found if one.found):
                found += self._heard(generation, phonetic.apart(generation, letters), letters, phonetic.align)
            yield from found

    def _misheard(self, letters: str) -> Iterator[Scored]:
        """Names whose pinyin begins as `letters` do but for one."""
        for generation in self._shelf.generations:
            yield from self._heard(generation, slips.candidates(generation, letters), letters, slips.align)

    def _heard(
        self, generation: Generation, numbers: Iterable[int], letters: str, align: phonetic.Align
    ) -> Iterator[Scored]:
        for book in self._shelf.by_number(generation, numbers):
            if not is_han(book.cleaned):
                continue
            for syllables in self._pinyin.readings_of(book.cleaned):
                lying = align(letters, syllables, book.standing.region)
                if lying is not None:
                    points = self._ranking.points(book.cleaned, book.standing, lying, lying.length)
                    points += self._weights.pinyin + self._weights.former * book.is_alias
                    yield Scored(points, book, "sound", book.name, lying)
                    break


def _is_heard(one: Scored, letters: str) -> bool:
    """Do the syllables of a name, and not just letters here and there, stand for what was typed?"""
    return one.route == "name" or (one.found is not None and 2 * one.found.length <= len(letters))


def _answers(one: Scored, asked: Asked) -> bool:
    """Is the query all there, nearly together and where a short name begins? A longer query must be in a row, or be
    nearly the whole name; one that ends as a whole name does, and is none, may always be another with a slip."""
    lying, standing = one.found, one.book.standing
    if lying is None or lying.missing:
        return False
    if asked.is_long:
        return not asked.ends_a_name and (len(lying.blocks) == 1 or is_near(asked.letters, one.book.cleaned))
    if lying.end - lying.start - lying.length > _NEAR:
        return False
    begins = lying.start in (0, standing.region)
    return len(lying.blocks) <= 2 or (len(lying.blocks) == 3 and begins and standing.is_stock)


def _is_whole(found: Iterable[Scored], asked: Asked) -> bool:
    """Is the query the whole name of one that was found?"""
    return any(one.book.cleaned == asked.letters for one in found)
