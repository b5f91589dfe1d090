"""Read a Chinese name: its region, its legal form, and the letters between them."""

from dataclasses import dataclass
from functools import cached_property

from wutong.catalog.catalog import Catalog
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
        named = parent or whole  # the index holds a branch by the parts of its parent's name
        region_size, code = (0, self.places.of_region(inner)) if inner else self.places.leading(named)
        body, form = self._without_form(named[region_size:])
        body = body.replace(inner, "", 1) if inner else body
        way = Way(tuple(map(ord, body)), True, body)
        return Read(
            text=text,
            is_chinese=True,
            units=(Unit(body, Part.PROPER, (way,), len(body)),) if body else (),
            places=(code,) if code else (),
            finer_places=(),
            place_written=whole[:region_size] or inner,
            told_places=told_places,
            is_stock=form == "joint_stock",
            has_form=bool(form),
            is_branch=bool(parent),
            spelled="",
            letters=body,
            stem=(inner or whole[:region_size]) + body,
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
