"""Rows of a register and the truth about each: every column of a block of numbers, clean values beside written ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wutong.catalog.demo import Demo, Profile
from wutong.demo.columns.capitals import CapitalBook, Capitals
from wutong.demo.columns.codes import as_text, break_check_digit, credit_codes, registration_numbers
from wutong.demo.columns.names import NameBook, Persons
from wutong.demo.columns.places import AddressBook
from wutong.demo.columns.scopes import ScopeBook, Scopes
from wutong.demo.draws import Choice, Flags, Numbers
from wutong.demo.plan import Kin, Plan
from wutong.demo.texts import column, fill, join, join_present, take, where

_CODES_CHANGED = (date(2015, 10, 1) - date(1970, 1, 1)).days
_RECODED_SHARE = 0.06
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code).isalnum()})


class Version(IntEnum):
    """What a row tells of its enterprise. All versions but a duplicate may differ in what is written."""

    CURRENT = 0
    DUPLICATE = 1
    EARLIER = 2
    FORMER_NAME = 3
    CHANGED = 4


@dataclass(frozen=True)
class Rows:
    """A block of rows: `written` in the publisher's order of columns, `truth` as documented in docs/howto."""

    written: Mapping[str, pa.Array]
    truth: Mapping[str, pa.Array]
    struck: Mapping[str, Flags]


@dataclass(frozen=True)
class _Where:
    provinces: Numbers
    places: Numbers
    trades: Numbers
    kin: Kin
    days: Numbers


class Disorder:
    """Which rows of a block are struck by which mess; remembers every kind for the truth."""

    def __init__(self, demo: Demo, profile: Profile, plan: Plan, keys: Numbers) -> None:
        self._shares, self._profile, self._plan, self._keys = demo.mess_shares, profile.id, plan, keys
        self.struck: dict[str, Flags] = {}

    def strike(self, kind: str, among: Flags | None = None, factor: float = 1.0) -> Flags:
        """The rows that `kind` strikes, `among` those given; `factor` makes up for striking only some."""
        share = self._shares[kind, self._profile] * factor
        flags = self._plan.draws.chance(self._keys, f"mess-{kind}", share)
        self.struck[kind] = flags if among is None else flags & among
        return self.struck[kind]

    def names(self) -> pa.Array:
        """The kinds that struck each row, joined by “|”."""
        empty = pa.nulls(len(self._keys), pa.string())
        marks = [pc.if_else(pa.array(flags), kind, empty) for kind, flags in self.struck.items() if flags.any()]
        return join_present(pa.repeat(pa.scalar("|"), len(self._keys)), empty, *marks)


class RowBook:
    """Makes rows of one plan. Costly to open, cheap to use."""

    def __init__(self, demo: Demo, plan: Plan) -> None:
        self._demo, self.plan, self._profile = demo, plan, plan.profile
        self._names = NameBook(demo, plan, demo.mess_shares["namesake", plan.profile.id])
        self._addresses = AddressBook(demo.addresses, plan.geography)
        self._scopes = ScopeBook(demo)
        self._capitals = CapitalBook(demo.capital, demo.forms)
        self._persons = Persons(demo.names)
        forms = [form.id for form in demo.forms]
        self._branch_form, self._cooperative_form = forms.index("branch"), forms.index("cooperative")
        self._registrars = column([form.registrar for form in demo.forms])
        self._kind_missing = np.array([form.kind_missing for form in demo.forms])
        self._kinds = Choice([kind.weight for kind in form.kinds] for form in demo.forms)
        self._kind_texts = column([kind.text for form in demo.forms for kind in form.kinds])
        self._trade_words = {
            "tier": column([trade.tier for trade in demo.trades]),
            "segment": column([trade.segment for trade in demo.trades]),
            "trade": column([trade.id for trade in demo.trades]),
        }
        old = max(plan.share_before(2015), 0.01)
        self._old_factor = 1 / old

    def versions(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """The numbers of a file with those that stand in it twice repeated, and the version of each row."""
        draws, shares, profile = self.plan.draws, self._demo.mess_shares, self._profile.id
        u = draws.uniform(numbers, "twice")
        first = np.full(len(numbers), -1, dtype=np.int64)
        bound = 0.0
        for kind, version in (
            ("duplicate", Version.DUPLICATE),
            ("updated", Version.EARLIER),
            ("renamed", Version.FORMER_NAME),
        ):
            low, bound = bound, bound + shares[kind, profile]
            first[(u >= low) & (u < bound)] = version
        counts = 1 + (first >= 0)
        versions = np.zeros(int(counts.sum()), dtype=np.int64)
        ends = np.cumsum(counts)
        versions[(ends - 2)[first >= 0]] = first[first >= 0]
        return np.repeat(numbers, counts), versions

    def build(self, numbers: Numbers, versions: Numbers) -> Rows:
        """The rows of the numbers in their versions."""
        # What may differ between versions is drawn with a key of its own; a duplicate keeps the number.
        differs = np.isin(versions, (Version.EARLIER, Version.CHANGED))
        keys = numbers + np.where(differs, versions << 40, 0)
        mess = Disorder(
            self._demo, self._profile, self.plan, keys + np.where(versions == Version.FORMER_NAME, 1 << 43, 0)
        )
        at = self._locate(numbers)
        forms = np.where(at.kin.is_branch, self._branch_form, self.plan.forms(numbers, at.trades))
        names, former, written_name, parent = self._name(numbers, versions, at, mess)
        codes, written_code = self._code(numbers, forms, at, mess)
        capital = self._capitals.of(self.plan.draws, keys, forms, mess.strike("unreadable_capital"))
        scopes = self._scopes.of(self.plan.draws, keys, at.trades, mess.strike("cut_scope"))
        geography = self.plan.geography
        is_municipality = geography.is_municipality[at.places]
        written = {
            "name": written_name,
            "code": written_code,
            "date": pc.cast(_dates(at.days), pa.string()),
            "kind": self._kind(numbers, forms),
            "person": self._person(numbers, mess),
            "capital": capital.text,
            "scope": _written_scope(scopes.text, mess),
            "province": geography.word("province", at.places),
            "area": where(mess.strike("missing_city", is_municipality), "N/A", geography.word("area", at.places)),
            "address": self._address(keys, at.places, mess),
        }
        truth = self._truth(numbers, versions, at, capital, scopes)
        truth |= {"credit_code": codes, "code_as_written": written_code, "name_zh": names, "former_names": former}
        truth["parent_name"] = parent
        is_broken = mess.strike("shifted_row")
        for kind in ("split_row", "stray_quote"):
            is_broken = is_broken | mess.strike(kind, ~is_broken)
        truth["is_sound"] = pa.array(~is_broken)
        truth["mess"] = mess.names()
        return Rows(written=written, truth=truth, struck=mess.struck)

    def _locate(self, numbers: Numbers) -> _Where:
        plan = self.plan
        provinces = plan.provinces(numbers)
        places = plan.places(numbers, provinces)
        trades = plan.trades(numbers, places)
        return _Where(provinces, places, trades, plan.kin(numbers, provinces, trades), plan.dates(numbers))

    def _name(
        self, numbers: Numbers, versions: Numbers, at: _Where, mess: Disorder
    ) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
        """True name, former names, name as written, and the parent's name (null for firms)."""
        draws, is_branch = self.plan.draws, at.kin.is_branch
        own, is_namesake = self._names.firms(numbers, at.trades)
        branches = np.flatnonzero(is_branch).astype(np.int64)
        parent, _ = self._names.firms(at.kin.parents[branches], at.trades[branches])
        streets = self._addresses.streets(draws, numbers[branches], at.places[branches])
        named = self._names.branches(numbers[branches], at.trades[branches], parent, at.places[branches], streets)
        blank = column([None]).take(pa.array(np.zeros(len(numbers), dtype=np.int64)))
        names = _put(own, branches, named)
        mess.struck["namesake"] = is_namesake & ~is_branch
        share = self._demo.mess_shares["renamed", self._profile.id]
        u = draws.uniform(numbers, "twice")
        start = sum(self._demo.mess_shares[kind, self._profile.id] for kind in ("duplicate", "updated"))
        noted = mess.strike("name_note", ~is_branch)
        had_name = np.flatnonzero(((u >= start) & (u < start + share)) | noted).astype(np.int64)
        earlier = self._earlier_names(numbers, at, had_name)
        former = _put(blank, had_name, earlier)
        written = _put(
            names, had_name, _pick(versions[had_name] == Version.FORMER_NAME, earlier, take(names, had_name))
        )
        written = self._note(numbers, written, former, noted)
        written = where(mess.strike("name_space"), join(written, "\u3000"), written)
        return names, pc.fill_null(former, ""), written, _put(blank, branches, parent)

    def _earlier_names(self, numbers: Numbers, at: _Where, rows: Numbers) -> pa.Array:
        """Names that the firms (or, for branches, their parents) at `rows` had before."""
        draws, is_branch = self.plan.draws, at.kin.is_branch[rows]
        owners = np.where(is_branch, at.kin.parents[rows], numbers[rows])
        firm, _ = self._names.firms(owners, at.trades[rows], before=True)
        streets = self._addresses.streets(draws, numbers[rows], at.places[rows])
        return _pick(
            is_branch, self._names.branches(numbers[rows], at.trades[rows], firm, at.places[rows], streets), firm
        )

    def _note(self, numbers: Numbers, names: pa.Array, former: pa.Array, noted: Flags) -> pa.Array:
        """Names with a note of their former name where `noted`."""
        rows = np.flatnonzero(noted).astype(np.int64)
        notes = self._demo.names.former_name_notes
        chosen = self.plan.draws.below(numbers[rows], "name-note", len(notes))
        note = fill(notes, chosen, {"former": take(former, rows)})
        return _put(names, rows, join(take(names, rows), note))

    def _code(self, numbers: Numbers, forms: Numbers, at: _Where, mess: Disorder) -> tuple[pa.Array, pa.Array]:
        """The true code, and the code or number that the register holds."""
        draws = self.plan.draws
        divisions = self.plan.geography.word("division", at.places)
        is_new = (at.days >= _CODES_CHANGED) | draws.chance(numbers, "recoded", _RECODED_SHARE)
        letters = credit_codes(numbers, take(self._registrars, forms), divisions, is_new)
        code = as_text(letters)
        is_wrong = mess.strike("wrong_check_digit")
        written = where(is_wrong, as_text(break_check_digit(letters, 1 + draws.below(numbers, "wrong-by", 30))), code)
        written = where(mess.strike("lowercase_code", ~is_wrong), pc.utf8_lower(written), written)
        is_old = (at.days < _CODES_CHANGED) & ~is_wrong
        number = as_text(registration_numbers(numbers, divisions))
        short = pc.utf8_slice_codeunits(number, 0, 13)
        digits = pc.utf8_slice_codeunits(number, 6, 12)
        county = self.plan.geography.word("county", at.places)
        among_cooperatives = forms == self._cooperative_form
        numbered = mess.strike("old_number_cooperative", is_old & among_cooperatives)
        written = where(numbered, join(divisions, "NA", digits, "X"), written)
        is_old = is_old & ~among_cooperatives
        other = {
            "old_number": number,
            "old_number_short": short,
            "old_number_foreign": join("企合", county, "总字第", digits),
        }
        for kind, text in other.items():
            struck = mess.strike(kind, is_old, self._old_factor)
            written, is_old = where(struck, text, written), is_old & ~struck
        return code, written

    def _kind(self, numbers: Numbers, forms: Numbers) -> pa.Array:
        draws = self.plan.draws
        kind = take(self._kind_texts, self._kinds.pick(draws.uniform(numbers, "kind"), forms))
        return where(draws.chance(numbers, "kind-missing", self._kind_missing[forms]), "N/A", kind)

    def _person(self, numbers: Numbers, mess: Disorder) -> pa.Array:
        is_missing, is_foreign = mess.strike("missing_person"), mess.strike("foreign_person")
        return self._persons.of(self.plan.draws, numbers, is_foreign, is_missing)

    def _address(self, keys: Numbers, places: Numbers, mess: Disorder) -> pa.Array:
        draws, geography = self.plan.draws, self.plan.geography
        has_former = np.asarray(geography.word("former", places).is_valid())
        streets = self._addresses.streets(draws, keys, places)
        text = self._addresses.addresses(draws, keys, places, streets, mess.strike("former_division", has_former))
        text = _full_width(text, mess.strike("address_full_width"))
        return where(mess.strike("missing_address"), "N/A", text)

    def _truth(
        self, numbers: Numbers, versions: Numbers, at: _Where, capital: Capitals, scopes: Scopes
    ) -> dict[str, pa.Array]:
        version_words = column([version.name.lower() for version in Version])
        is_yuan = pc.fill_null(pc.equal(capital.currency, "CNY"), False)
        stated = ~np.isnan(capital.amount)
        return {
            "enterprise": pa.array(numbers),
            "version": take(version_words, versions),
            **{field: take(words, at.trades) for field, words in self._trade_words.items()},
            "further_segments": scopes.further,
            "capital_amount": pa.array(capital.amount, mask=~stated),
            "capital_unit": pa.array(capital.unit, mask=~stated),
            "capital_currency": capital.currency,
            "capital_cny": pa.array(capital.amount * capital.unit, mask=~(np.asarray(is_yuan) & stated)),
            "registered_on": _dates(at.days),
            "division_code": self.plan.geography.word("division", at.places),
            "is_branch": pa.array(at.kin.is_branch),
            "parent": pa.array(at.kin.parents, mask=~(at.kin.is_branch & at.kin.has_parent_in_register)),
        }


def _written_scope(text: pa.Array, mess: Disorder) -> pa.Array:
    text = where(mess.strike("scope_space"), pc.replace_substring(text, "、", "、 ", max_replacements=1), text)
    text = _full_width(text, mess.strike("scope_full_width"))
    text = where(mess.strike("missing_scope"), "N/A", text)
    return where(mess.strike("empty_scope"), "", text)


def _full_width(text: pa.Array, struck: Flags) -> pa.Array:
    rows = np.flatnonzero(struck).astype(np.int64)
    return _put(text, rows, column([word.translate(_FULL_WIDTH) for word in take(text, rows).to_pylist()]))


def _put(words: pa.Array, rows: Numbers, others: pa.Array) -> pa.Array:
    """`words` with those at `rows` replaced by `others`."""
    if not len(rows):
        return words
    places = np.arange(len(words), dtype=np.int64)
    places[rows] = len(words) + np.arange(len(rows))
    return pa.concat_arrays([words, others]).take(pa.array(places))


def _pick(mask: Flags, words: pa.Array, others: pa.Array) -> pa.Array:
    return where(mask, words, others)


def _dates(days: Numbers) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())
