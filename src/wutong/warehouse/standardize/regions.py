"""Divisions as names and addresses begin with them: one step reads one division, by a join on two characters."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.catalog.divisions import Division, Divisions, FormerDivision
from wutong.catalog.names import Regions
from wutong.warehouse.standardize.text import NO_TEXT, table_of

COUNTRY = ""
NATION = "CN"  # the code of 中国 and its like, which are regions of a name but no division
# So many forms under one parent may share their first two characters; the rest, a handful of banners, is left out.
_SLOTS = 6
_SHORT = "~"  # ends the code of a short form in the table of places


class Form(NamedTuple):
    """One place as written: its full name, its short name, its code."""

    full: str
    short: str
    code: str


def short_name(name: str, regions: Regions) -> str:
    """The name without its rank and its peoples; a short name of one character keeps its rank (萧县)."""
    for rank in regions.ranks:
        if name.endswith(rank) and len(name) - len(rank) >= 2:
            return _without_peoples(name[: -len(rank)], regions)
    return name


def _without_peoples(name: str, regions: Regions) -> str:
    for people in regions.peoples:
        if name.endswith(people) and len(name) - len(people) >= 2:
            return _without_peoples(name[: -len(people)], regions)
    return name


class PlaceBook:
    """All divisions, today's and former, under the places that may precede them in a name or address."""

    def __init__(self, divisions: Divisions, regions: Regions) -> None:
        self.divisions = divisions
        self.regions = regions
        self.today = divisions.by_code
        self.forms = {code: self._form(row) for code, row in self.today.items()}
        former = [row for row in divisions.former if row.successor_code]
        self.former = [self._former(row) for row in sorted(former, key=lambda row: (row.code, row.name))]
        self.successors = {row.code: row.successor_code or "" for row in former if row.code not in self.today}

    def _form(self, row: Division | FormerDivision) -> Form:
        return Form(row.name, short_name(row.name, self.regions), row.code)

    def _former(self, row: FormerDivision) -> Form:
        """Where only the rank changed (余杭市, 余杭区) the former name means the place of today."""
        form = self._form(row)
        heir = self.forms[row.successor_code or row.code]
        return form._replace(code=heir.code) if heir.short == form.short else form

    def above(self, code: str) -> str:
        """The place that governs a district of any time: its city, or its province where no city does."""
        if code in self.today:
            return self.today[code].parent_code or COUNTRY
        municipal = f"{code[:2]}0100" if code[2:4] in ("01", "02", "03") else ""
        return next((city for city in (f"{code[:4]}00", municipal) if city in self.today), province_of(code))

    def is_municipality(self, code: str) -> bool:
        """True for the city row of a municipality, which bears its province's name."""
        return code != province_of(code) and self.forms[code].full == self.forms[province_of(code)].full

    def known_districts(self) -> dict[str, tuple[Form, str]]:
        """Code of a district of any time to the place that it means and the code of today."""
        known = {code: (form, form.code) for code, form in self.forms.items()}
        for row in self.divisions.former:
            if row.successor_code and row.code not in known:
                form = self._former(row)
                known[row.code] = (form, row.successor_code)
        return {code: place for code, place in known.items() if not code.endswith("00")}

    def table(self) -> ir.Table:
        """Columns parent, opening (first two characters), form_0 … and code_0 …, the longest form first."""
        slots = {key: _longest_first(forms) for key, forms in _Slots(self).filled.items()}
        keys = sorted(slots)
        columns = {"parent": pa.array([key[0] for key in keys]), "opening": pa.array([key[1] for key in keys])}
        for slot in range(_SLOTS):
            pairs = [slots[key][slot] if slot < len(slots[key]) else (None, None) for key in keys]
            columns[f"form_{slot}"] = pa.array([form for form, _ in pairs], pa.string())
            columns[f"code_{slot}"] = pa.array([code for _, code in pairs], pa.string())
        return table_of(columns)


class _Slots:
    """Which forms are understood under which parent. What two places would share is left out, save near at hand."""

    def __init__(self, book: PlaceBook) -> None:
        self.book = book
        self.filled: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for word in book.regions.national:
            self._put(COUNTRY, word, NATION)
        self._add_large()
        districts = [form for form in book.forms.values() if not form.code.endswith("00")]
        former = [form for form in book.former if not form.code.endswith("00")]
        self._add_near(districts)
        self._add_near(former)
        self._add_wide(districts)
        self._add_wide([*former, *(form for form in book.former if form.code.endswith("00"))])

    def _put(self, parent: str, text: str, code: str) -> None:
        self.filled[(parent, text[:2])].setdefault(text, code)

    def _add_large(self) -> None:
        large = [form for form in self.book.forms.values() if form.code.endswith("00")]
        for form in sorted(large, key=lambda form: (form.code != province_of(form.code), form.code)):
            if self.book.is_municipality(form.code):
                continue
            parents = (COUNTRY,) if form.code == province_of(form.code) else (COUNTRY, province_of(form.code))
            for parent in parents:
                self._put(parent, form.full, form.code)
                self._put(parent, form.short, form.code + _SHORT)

    def _add_near(self, forms: list[Form]) -> None:
        """Districts under their city."""
        for form in forms:
            self._put(self.book.above(form.code), form.full, form.code)
            self._put(self.book.above(form.code), form.short, form.code + _SHORT)

    def _add_wide(self, forms: Iterable[Form]) -> None:
        """Districts under their province, where only one bears the name; across the country by full name only:
        short ones are too often proper names."""
        in_province: dict[tuple[str, str], set[Form]] = defaultdict(set)
        in_country: dict[str, set[Form]] = defaultdict(set)
        for form in forms:
            in_province[(province_of(form.code), form.short)].add(form)
            in_country[form.full].add(form)
        for (parent, _), same in sorted(in_province.items()):
            if len({form.code for form in same}) == 1:
                for form in sorted(same):
                    self._put(parent, form.full, form.code)
                    self._put(parent, form.short, form.code + _SHORT)
        for full, same in sorted(in_country.items()):
            if len({form.code for form in same}) == 1 and len(full) > 2:
                self._put(COUNTRY, full, min(same).code)


def _longest_first(forms: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(forms.items(), key=lambda pair: (-len(pair[0]), pair[0]))[:_SLOTS]


def province_of(code: str) -> str:
    """The code of the province that a division lies in."""
    return f"{code[:2]}0000"


def read_region(table: ir.Table, places: ir.Table, *, rest: str, parent: ir.StringValue) -> ir.Table:
    """`table` with step_form and step_code: the division that column `rest` begins with, among those under
    `parent`, as it is written there; both null where there is none. `is_short` tells the code of a short form."""
    joined = table.left_join(places, [parent == places.parent, table[rest].substr(0, 2) == places.opening])
    hits = [(joined[rest].startswith(joined[f"form_{slot}"]), slot) for slot in range(_SLOTS)]
    form = ibis.cases(*[(hit, joined[f"form_{slot}"]) for hit, slot in hits])
    code = ibis.cases(*[(hit, joined[f"code_{slot}"]) for hit, slot in hits])
    return joined.select(*table.columns, step_form=form, step_code=code).view()


def is_short(step_code: ir.StringValue) -> ir.BooleanValue:
    """True where the division was written without its rank."""
    return step_code.endswith(_SHORT)


def code_of(step_code: ir.StringValue) -> ir.StringValue:
    """The division's code, whichever way it was written; null for the nation."""
    return ibis.ifelse(step_code == NATION, NO_TEXT, step_code.substr(0, 6))
