"""Why a candidate was told, in words a clerk understands. Says what was compared; decides nothing."""

from collections.abc import Iterator

from wutong.kernel.bilingual import Text
from wutong.warehouse.matching.keeping.index import Index, Named
from wutong.warehouse.matching.keeping.letters import WIDTH
from wutong.warehouse.matching.reading.units import Part, Read, Unit
from wutong.warehouse.matching.weighing.comparing import Compared, Values

NOTHING_ALIKE = Text(zh="没有字号相同或相近的企业", en="no enterprise has the same or a similar proper name")
NOTHING_LIKELY = Text(zh="候选企业都不够像", en="no candidate is likely enough")
NOTHING_TO_READ = Text(zh="名称中没有可比较的文字", en="the name holds nothing to compare")
_SAME = {
    Part.PROPER: Text(zh="字号 {zh} = {en}", en="proper name {zh} = {en}"),
    Part.TRADE: Text(zh="行业一致：{zh} = {en}", en="trade agrees: {zh} = {en}"),
    Part.GROUP: Text(zh="集团一致：{zh} = {en}", en="group agrees: {zh} = {en}"),
    Part.PLACE: Text(zh="名称中有地名：{zh} = {en}", en="place in the name: {zh} = {en}"),
}
_MISSING = {
    Part.PROPER: Text(zh="名称中没有 {en}", en="{en} is not in the name"),
    Part.TRADE: Text(zh="行业中没有 {en}", en="{en} is not in its trade"),
}
_FREELY = Text(zh="拼写不同但读音相近", en="spelled otherwise, sounds alike")
_PLACE = Text(zh="地点一致：{zh}", en="place agrees: {en}")
_SEAT = Text(zh="住所一致：{zh}", en="its seat agrees: {en}")
_AGAINST = Text(zh="地点不符：{zh}", en="place disagrees: {en}")
_STOCK = Text(zh="股份有限公司", en="a joint-stock company")
_BRANCH = Text(zh="是分支机构", en="it is a branch")
_NO_BRANCH = Text(zh="不是分支机构", en="it is no branch")
_FORMER = Text(zh="曾用名：{name}", en="former name: {name}")
_ALIAS = Text(zh="别名：{name}", en="also known as: {name}")
_INITIALS = Text(zh="首字母相同：{en}", en="initials agree: {en}")
_SOUNDS = Text(zh="字号读音相近：{en}", en="proper name sounds like {en}")
_BEGINS = Text(zh="名称开头相同", en="the names begin alike")
_CHINESE = {
    "whole_name": Text(zh="名称完全相同", en="the whole name is the same"),
    "same_letters": Text(zh="字号和行业完全相同", en="proper name and trade are the same"),
    "begins_alike": _BEGINS,
    "short_begins": _BEGINS,
}
_NUMBERS = Text(zh="名称中的数字不同", en="the numbers in the names differ")
_LETTERS = Text(zh="{missing} 个字不同", en="{missing} characters differ")
NAMESAKES = Text(zh="另有 {count} 家近似企业", en="{count} other enterprises are as alike")


class Explainer:
    """Puts columns into words."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def english(self, compared: Compared, pair: int, named: Named, columns: dict[str, float]) -> tuple[Text, ...]:
        """Why one candidate of an English name was told."""
        read = compared.reads[int(compared.query_of[pair])]
        return (
            *self._place(read, columns),
            *self._units(compared, pair, read, columns),
            *self._firm(named, columns, read.is_branch),
        )

    def chinese(self, compared: Compared, pair: int, named: Named, columns: dict[str, float]) -> tuple[Text, ...]:
        """Why one candidate of a Chinese name was told."""
        read = compared.reads[int(compared.query_of[pair])]
        told = next((text for name, text in _CHINESE.items() if columns[name]), None)
        differing = max(int(columns["letters_missing"]), int(columns["letters_untold"]))
        numbers = (_NUMBERS,) if columns["number_against"] else ()
        letters = (told or _LETTERS.format(missing=differing), *numbers)
        return (*self._place(read, columns), *letters, *self._firm(named, columns, read.is_branch))

    def _place(self, read: Read, columns: dict[str, float]) -> Iterator[Text]:
        codes = read.places or read.told_places
        title = self.index.places.titles.get(codes[0], "") if codes else ""
        written = read.place_written or title
        for name, text in (("place_in_name", _PLACE), ("place_of_seat", _SEAT), ("place_against", _AGAINST)):
            if columns[name] and title:
                yield text.format(zh=title if name != "place_against" else written, en=written)

    def _units(self, compared: Compared, pair: int, read: Read, columns: dict[str, float]) -> Iterator[Text]:
        begin = int(compared.unit_starts[pair])
        for number, unit in enumerate(read.units):
            way = int(compared.unit_way[begin + number])
            if way >= 0 and not (unit.part is Part.PLACE and (columns["place_in_name"] or columns["place_of_seat"])):
                yield _SAME[unit.part].format(zh=self._lying(compared, pair, unit, way), en=_as_written(unit))
                if unit.ways[way].loss:
                    yield _FREELY
            elif way < 0 and unit.part in _MISSING:
                yield from self._missing(unit, columns)

    def _missing(self, unit: Unit, columns: dict[str, float]) -> Iterator[Text]:
        if unit.part is Part.PROPER and columns["initials"]:
            yield _INITIALS.format(en=_as_written(unit))
        elif unit.part is Part.PROPER and columns["proper_alike"] > 0.3:
            yield _SOUNDS.format(en=_as_written(unit))
        else:
            yield _MISSING[unit.part].format(en=_as_written(unit))

    def _lying(self, compared: Compared, pair: int, unit: Unit, way: int) -> str:
        """The Chinese letters that a unit stands for."""
        numbers = unit.ways[way].numbers
        letters = compared.letters[pair].tolist()
        source = letters if unit.ways[way].is_letters else compared.syllables[pair].tolist()
        for begin in range(WIDTH - len(numbers) + 1):
            if tuple(source[begin : begin + len(numbers)]) == numbers:
                return "".join(map(chr, letters[begin : begin + len(numbers)])).upper()
        return unit.ways[way].shown

    def _firm(self, named: Named, columns: dict[str, float], is_branch: bool) -> Iterator[Text]:
        if columns.get("stock") or columns.get("short_stock"):
            yield _STOCK
        if columns["branch"]:
            yield _NO_BRANCH if is_branch else _BRANCH
        if named.kind == "former":
            yield _FORMER.format(name=named.written)
        if named.kind == "alias":
            yield _ALIAS.format(name=named.written)


def told(features: Values, columns: tuple[str, ...]) -> dict[str, float]:
    """One row of columns by name."""
    return dict(zip(columns, map(float, features), strict=True))


def _as_written(unit: Unit) -> str:
    return unit.written.title() if len(unit.written) > 4 or unit.part is not Part.PROPER else unit.written.upper()
