"""Turn a batch of enterprises into what the index keeps of them, all rows at once. Reads and writes no file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from wutong.catalog.search import Prominence, Search
from wutong.warehouse.letters.characters import Codes, cleaning_table
from wutong.warehouse.letters.columns import bytes_of, letters_of
from wutong.warehouse.letters.reading import LETTERS, Keys, Pinyin

COLUMNS = (
    "enterprise_id",
    "credit_code",
    "name_zh",
    "proper_name",
    "name_region",
    "legal_form",
    "is_branch",
    "tier",
    "capital_cny",
    "registered_on",
    "city",
)
TIERS = ("none", "peripheral", "related", "core")
FACTS = np.dtype(
    [
        ("prominence", "<u4"),
        ("region", "u1"),  # characters of the cleaned name that name its region
        ("proper", "u1"),  # characters of the proper name after it
        ("form", "u1"),  # 255 = a joint-stock company, 0 = unknown
        ("is_branch", "?"),
        ("tier", "u1"),
        ("city", "<u2"),
    ]
)
Facts = npt.NDArray[np.void]
Numbers = npt.NDArray[np.float64]
Lengths = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sounds:
    """How names read behind their regions: keys of their pinyin with the name of each, and of their initials."""

    pinyin: Keys
    pinyin_rows: Lengths
    initials: Keys


@dataclass(frozen=True)
class Prepared:
    """One batch, ready to be indexed."""

    codes: Codes  # of the cleaned names, one after another
    lengths: Lengths  # of each cleaned name
    facts: Facts
    sounds: Sounds

    def without_names(self, first_row: int) -> "Prepared":
        """What must be kept until the generation is complete, with rows numbered from `first_row`."""
        nothing = self.codes[:0].copy(), self.lengths[:0].copy()
        sounds = replace(self.sounds, pinyin_rows=self.sounds.pinyin_rows + first_row)
        return replace(self, codes=nothing[0], lengths=nothing[1], sounds=sounds)


def split(names: pa.Array) -> tuple[Codes, Lengths]:
    """Names as they are compared, as code points one after another; and how long each is."""
    bounds, data = bytes_of(names)
    text = data[bounds[0] : bounds[-1]].tobytes().decode("utf-8") if len(names) else ""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    table = cleaning_table()
    cleaned = np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)
    kept = cleaned != 0
    before = np.concatenate(([0], np.cumsum(kept)))
    ends = np.cumsum(pc.fill_null(pc.utf8_length(names), 0).to_numpy(zero_copy_only=False).astype(np.int64))
    return cleaned[kept], np.diff(before[ends], prepend=0)


def prepare(batch: pa.RecordBatch, search: Search, pinyin: Pinyin, cities: dict[str, int]) -> Prepared:
    """What the index keeps of `batch` (columns COLUMNS). New cities are numbered in `cities`."""
    codes, lengths = split(batch.column("name_zh"))
    facts = np.zeros(len(batch), dtype=FACTS)
    region = batch.column("name_region")
    facts["region"] = np.where(_same_beginning(batch.column("name_zh"), region), _lengths(region), 0)
    facts["proper"] = _lengths(batch.column("proper_name"))
    facts["is_branch"] = _flags(batch.column("is_branch"))
    facts["tier"] = np.maximum(_numbered(batch.column("tier"), TIERS), 0)
    facts["city"] = _cities(batch.column("city"), cities)
    form = _form_weights(batch, search.prominence)
    facts["form"] = np.rint(form * 255)
    facts["prominence"] = _prominence(batch, facts, form, search.prominence)
    sounds = read_aloud(codes, lengths, facts["region"].astype(np.int64), pinyin)
    return Prepared(codes=codes, lengths=lengths, facts=facts, sounds=sounds)


def read_aloud(codes: Codes, lengths: Lengths, regions: Lengths, pinyin: Pinyin) -> Sounds:
    """The sounds of names given as by `split`, without the letters of their regions."""
    letters = _letters(codes, np.cumsum(lengths) - lengths + regions, lengths - regions)
    again = np.flatnonzero(pinyin.second_letters[np.minimum(letters, len(pinyin.second_letters) - 1)].any(axis=1))
    return Sounds(
        pinyin=np.concatenate((pinyin.tables.keys(letters), pinyin.second_tables.keys(letters[again]))),
        pinyin_rows=np.concatenate((np.arange(len(lengths)), again)),
        initials=pinyin.tables.initial_keys(letters),
    )


def _letters(codes: Codes, starts: Lengths, lengths: Lengths) -> Codes:
    """The first letters of each name from `starts` on, as a matrix filled up with 0."""
    places = np.arange(LETTERS)
    taken = np.minimum(starts[:, None] + places, len(codes) - 1 if len(codes) else 0)
    letters = codes[taken] if len(codes) else np.zeros(taken.shape, dtype=np.uint32)
    letters = np.where(places < lengths[:, None], letters, 0)
    return np.where(letters < len(cleaning_table()), letters, 0)


def _same_beginning(names: pa.Array, regions: pa.Array) -> npt.NDArray[np.bool_]:
    """Does each name begin with its region? Told by the first character: a region in brackets stands elsewhere."""
    wanted, found = letters_of(regions, 0, 3), letters_of(names, 0, 3)
    return np.asarray((wanted == found).all(axis=1) & (wanted[:, 0] != 0))


def _lengths(texts: pa.Array) -> Lengths:
    lengths = pc.fill_null(pc.utf8_length(texts), 0).to_numpy(zero_copy_only=False)
    capped: Lengths = np.minimum(lengths, 255).astype(np.int64)
    return capped


def _flags(flags: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(flags, False).to_numpy(zero_copy_only=False))


def _numbered(texts: pa.Array, known: Sequence[str]) -> Lengths:
    numbers: Lengths = pc.fill_null(pc.index_in(texts, value_set=pa.array(known, pa.string())), -1).to_numpy()
    return numbers


def _cities(texts: pa.Array, cities: dict[str, int]) -> Lengths:
    encoded = pc.fill_null(texts, "").dictionary_encode()
    known = [cities.setdefault(city, len(cities)) for city in encoded.dictionary.to_pylist()]
    numbers: Lengths = np.array(known, dtype=np.int64)[encoded.indices.to_numpy(zero_copy_only=False)]
    return numbers


def _form_weights(batch: pa.RecordBatch, declared: Prominence) -> Numbers:
    """How prominent its legal form makes each firm; the name decides where the code is not declared."""
    codes = [code for form in declared.forms for code in form.legal_forms]
    weights = np.array([form.weight for form in declared.forms for _ in form.legal_forms] + [0.0])
    numbers = _numbered(batch.column("legal_form"), codes)
    result: Numbers = weights[numbers]
    unknown = np.flatnonzero(numbers < 0)
    if len(unknown):
        result[unknown] = _weights_by_words(batch.column("name_zh").take(pa.array(unknown)), declared)
    return result


def _weights_by_words(names: pa.Array, declared: Prominence) -> Numbers:
    """The same, told by the first declared word that each name holds."""
    result = np.zeros(len(names))
    for form in reversed(declared.forms):
        for word in form.words:
            result[pc.match_substring(names, word).to_numpy(zero_copy_only=False)] = form.weight
    return result


def _prominence(batch: pa.RecordBatch, facts: Facts, form: Numbers, declared: Prominence) -> npt.NDArray[np.uint32]:
    """0 to 2^24: what makes the one prominent before the other; the last digits only part the equal, stably."""
    capital = _floats(batch.column("capital_cny"))
    years = _floats(pc.year(batch.column("registered_on")))
    low, high = np.log(declared.least_capital_cny), np.log(declared.most_capital_cny)
    size = (np.log(np.maximum(np.nan_to_num(capital), 1.0)) - low) / (high - low)
    age = (declared.newest_year - years) / (declared.newest_year - declared.oldest_year)
    total = (
        declared.form_share * form
        + declared.capital_share * np.clip(size, 0, 1)
        + declared.age_share * np.clip(np.nan_to_num(age), 0, 1)
        + declared.core_share * (facts["tier"] == TIERS.index("core"))
    )
    total = np.where(facts["is_branch"], total * declared.branch_share, total)
    steps = np.rint(np.clip(total, 0, 1) * 4095).astype(np.uint32)
    prominence: npt.NDArray[np.uint32] = steps << np.uint32(12) | _parting(batch.column("enterprise_id"))
    return prominence


def _floats(values: pa.Array) -> Numbers:
    return np.asarray(pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False))


def _parting(ids: pa.Array) -> npt.NDArray[np.uint32]:
    """Twelve bits from each id, the same in every build: equals are ordered, and in the same order each time."""
    mixed = letters_of(ids, -8, 8).view(np.uint64).ravel() * np.uint64(0x9E3779B97F4A7C15)
    parting: npt.NDArray[np.uint32] = (mixed >> np.uint64(52)).astype(np.uint32)
    return parting
