"""Places as Chinese and English names write them, as codes of divisions. Where a spelling is shared, all are meant."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from wutong.catalog.catalog import Catalog
from wutong.catalog.divisions import stem_of
from wutong.warehouse.letters.reading import Pinyin

Codes = tuple[int, ...]

_MOST = 6  # places that one spelling may mean
_PROVINCE_RANKS = ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市")


def span_of(code: int) -> int:
    """10000, 100 or 1: codes that agree when divided by it lie in the place of `code`."""
    return 10_000 if code % 10_000 == 0 else 100 if code % 100 == 0 else 1


@dataclass(frozen=True)
class Places:
    """All places that names may hold."""

    catalog: Catalog

    @cached_property
    def by_stem(self) -> dict[str, Codes]:
        """Chinese name, with and without rank, to codes; the higher place first. Of a municipality only itself."""
        found: dict[str, list[int]] = defaultdict(list)
        for row in self.catalog.divisions.rows:
            code = int(row.code)
            if row.level == "city" and code % 10_000 == 100 and code // 10_000 in (11, 12, 31, 50):
                continue
            for name in {row.name, _stem(row.name)}:
                found[name].append(code)
        for former in self.catalog.divisions.former:
            if former.successor_code and former.level != "province":
                for name in {former.name, _stem(former.name)}:
                    if name not in found:
                        found[name].append(int(former.successor_code))
        return {name: tuple(sorted(codes, key=lambda code: (-span_of(code), code))) for name, codes in found.items()}

    @cached_property
    def bare(self) -> frozenset[str]:
        """Chinese names of places that do not say their rank."""
        return frozenset(name for name in self.by_stem if len(name) > 1 and name == _stem(name))

    @cached_property
    def by_spelling(self) -> dict[str, Codes]:
        """English spelling in small letters without spaces to codes."""
        usual = Pinyin(self.catalog.search.readings).usual
        found: dict[str, list[int]] = defaultdict(list)
        for name, codes in self.by_stem.items():
            if len(name) < 2 or name != _stem(name):
                continue
            spelled = "".join(usual.get(letter, "") for letter in name)
            found[spelled] += [code for code in codes if code not in found[spelled]]
        for spelling, names in self.catalog.matching.places.spellings.items():
            found[spelling.replace(" ", "")] = [code for name in names for code in self.by_stem.get(name, ())]
        highest = {spelling: _highest(codes) for spelling, codes in found.items()}
        return {spelling: codes for spelling, codes in highest.items() if codes}

    @cached_property
    def titles(self) -> dict[int, str]:
        """Code to the Chinese name."""
        return {int(row.code): row.name for row in self.catalog.divisions.rows}

    def of_region(self, region: str) -> int:
        """The finest place that the region of a Chinese name tells, or 0."""
        at, code = 0, 0
        while at < len(region):
            step = self._longest(region, at, code)
            if step is None:
                break
            at, code = step
        return code

    def leading(self, name: str) -> tuple[int, int]:
        """How many letters at the beginning of a Chinese name are its region, and that region's code or 0."""
        at, code = 0, 0
        while (step := self._longest(name, at, code)) is not None and len(name) - step[0] >= 2:
            at, code = step
        return at, code

    def named(self, text: str) -> Codes:
        """The places that a cell of a column of cities may mean, in Chinese or English."""
        text = text.strip()
        at, code = self.leading(text + "〇〇")
        if code and at == len(text):
            return (code,)
        stem = _stem(text)
        return self.by_stem.get(text) or self.by_stem.get(stem) or self.by_spelling.get(_plain(text), ())

    def _longest(self, text: str, at: int, inside: int) -> tuple[int, int] | None:
        for length in range(min(11, len(text) - at), 1, -1):
            for code in self.by_stem.get(text[at : at + length], ()):
                if not inside or (code != inside and code // span_of(inside) == inside // span_of(inside)):
                    return at + length, code
        return None


def _highest(codes: list[int]) -> Codes:
    """Provinces and cities where there are any, else districts, unless too many share the spelling."""
    large = [code for code in codes if code % 100 == 0]
    chosen = large or codes
    return tuple(chosen) if len(chosen) <= _MOST else ()


def _stem(name: str) -> str:
    for rank in _PROVINCE_RANKS:
        if name.endswith(rank) and len(name) - len(rank) >= 2:
            return name[: -len(rank)]
    return stem_of(name)


def _plain(text: str) -> str:
    words = text.lower().replace("'", "").replace("-", " ").split()
    ranks = {"city", "province", "district", "county", "prefecture", "municipality"}
    return "".join(word for word in words if word not in ranks)
