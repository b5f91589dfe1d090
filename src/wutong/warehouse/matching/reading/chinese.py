"""Read a Chinese name: its region, its legal form, and the letters between them."""

from dataclasses import dataclass
from functools import cached_property

from wutong.catalog.catalog import Catalog
from wutong.warehouse.letters.characters import is_han
from wutong.warehouse.matching.keeping.letters import Alphabet
from wutong.warehouse.matching.reading.places import Codes, Places
from wutong.warehouse.matching.reading.units import Part, Read, Unit, Way

_LEAST_BODY = 2
_MOST_LETTERS = 40


@dataclass(frozen=True)
class ChineseReader:
    """Reads Chinese names as the index holds them."""

    catalog: Catalog
    alphabet: Alphabet
    places: Places
    is_list: bool = False  # read for a list of names: nothing is cut off

    @cached_property
    def _endings(self) -> tuple[tuple[str, str], ...]:
        """Folded endings of legal forms, the longest first, with their code."""
        endings = self.catalog.names.legal_forms.endings
        folded = {self.alphabet.fold(ending): code for ending, code in endings.items()}
        return tuple(sorted(folded.items(), key=lambda one: (-len(one[0]), one[0])))

    def read(self, text: str, told_places: Codes = ()) -> Read:
        """A name as one unit of letters. Never fails."""
        whole = self.alphabet.fold(text)[:_MOST_LETTERS]
        if self.is_list:
            return self._whole(text, whole, told_places)
        inner = self._bracketed(text)
        parent = self._parent(whole)
        unmarked = self._unmarked(whole)
        named = parent or unmarked  # the index holds a branch by the parts of its parent's name
        region_size, code = (0, self.places.of_region(inner)) if inner else self.places.leading(named)
        body, form = self._without_form(named[region_size:])
        body = body.replace(inner, "", 1) if inner else body
        region = inner or named[:region_size]
        # A county's bare name may be the proper name (东方 is a city, too): a short name is found by either.
        is_bare = bool(code % 100) and region in self.places.bare
        may_be_proper = is_bare and not form
        texts = (body, region + body) if may_be_proper else (body,)
        ways = tuple(Way(tuple(map(ord, one)), True, one) for one in texts)
        is_listed = not form and unmarked != whole  # as exchanges write the short names of joint-stock companies
        return Read(
            text=text,
            is_chinese=True,
            units=(Unit(body, Part.PROPER, ways, len(body)),) if body else (),
            places=(code,) if code else (),
            finer_places=(),
            place_written=region,
            told_places=told_places,
            is_stock=form == "joint_stock" or is_listed,
            has_form=bool(form),
            is_sure_place=bool(code) and not is_bare and len(self.places.by_stem.get(region, (code,))) == 1,
            may_be_proper=may_be_proper,
            is_branch=bool(parent),
            spelled="",
            letters=body,
            stem=region + body,
            whole=whole,
        )

    def _whole(self, text: str, whole: str, told_places: Codes) -> Read:
        way = Way(tuple(map(ord, whole)), True, whole)
        return Read(
            text=text,
            is_chinese=True,
            units=(Unit(whole, Part.PROPER, (way,), len(whole)),) if whole else (),
            places=(),
            finer_places=(),
            place_written="",
            told_places=told_places,
            is_stock=False,
            spelled="",
            letters=whole,
            stem=whole,
            whole=whole,
        )

    def _unmarked(self, whole: str) -> str:
        """A short name without what exchanges write around it."""
        marks = self.catalog.matching.proper
        for mark in marks.exchange_marks:
            if whole.startswith(mark) and is_han(whole[len(mark) : len(mark) + 1]):
                whole = whole.removeprefix(mark)
        for mark in (*marks.share_marks, *marks.stock_marks):
            if len(whole) >= _LEAST_BODY + len(mark) and whole.endswith(mark) and is_han(whole[-len(mark) - 1]):
                whole = whole.removesuffix(mark)
        return whole

    def _parent(self, whole: str) -> str:
        """The parent's name where a name is a branch's: up to the word for a company, if more follows it."""
        declared = self.catalog.names.branches
        parent, word, tail = whole.partition(declared.company_word)
        is_own = any(tail.endswith(self.alphabet.fold(form)) for form in declared.own_forms)
        is_branch = bool(tail) and (not is_own or tail.endswith(tuple(declared.marks)))
        return parent + word if is_branch else ""

    def _without_form(self, letters: str) -> tuple[str, str]:
        for ending, code in self._endings:
            if letters.endswith(ending) and len(letters) - len(ending) >= _LEAST_BODY:
                rest = letters.removesuffix(ending)
                return (rest + "集团" if ending.startswith("集团") and not rest.endswith("集团") else rest), code
        return letters, ""

    def _bracketed(self, text: str) -> str:
        """A place in brackets, as in 三丰仪器（上海）有限公司."""
        plain = text.replace("（", "(").replace("）", ")")
        begin, end = plain.find("("), plain.find(")")
        inner = self.alphabet.fold(plain[begin + 1 : end]) if 0 <= begin < end else ""
        left = len(self.alphabet.fold(text)) - len(inner)
        return inner if inner and left >= _LEAST_BODY and self.places.leading(inner + "〇〇")[0] == len(inner) else ""
