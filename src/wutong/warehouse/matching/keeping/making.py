"""Make the matching index: arrays on the disk, in the order of the names given. Nothing here ranks or judges."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wutong.kernel.bilingual import Text
from wutong.warehouse.letters.characters import is_han
from wutong.warehouse.matching.keeping import sounds
from wutong.warehouse.matching.keeping.letters import KEYS, WIDTH, Alphabet, Letters, Numbers, digest_of, folded_parts
from wutong.warehouse.matching.reading.english import bare_words
from wutong.warehouse.matching.reading.places import Places
from wutong.warehouse.progress import Progress

STOCK, BRANCH, FURTHER, GROUP = 1, 2, 4, 8  # bits of `flags`
_GROUP = "集团"
_PROVINCES = 100  # two digits
_SCHEMA = pa.schema([(name, pa.string()) for name in ("enterprise_id", "credit_code", "name_zh", "written", "kind")])
_MAKING = Text(zh="准备名称匹配索引", en="Preparing the matching index")
_LISTING = Text(zh="编排音节", en="Listing syllables")


class Maker:
    """Writes one index into an empty folder."""

    def __init__(self, folder: Path, alphabet: Alphabet, places: Places, *, is_list: bool = False) -> None:
        self.folder = folder
        self.is_list = is_list
        self.alphabet = alphabet
        self.places = places
        self._regions: dict[str | None, int] = {None: 0}
        self._form_words = sorted(alphabet.catalog.names.legal_forms.endings, key=len, reverse=True)
        self.letters: list[Letters] = []
        self.ends: list[Numbers] = []
        self.facts: list[Numbers] = []

    def make(self, count: int, batches: Iterable[pa.RecordBatch], progress: Progress) -> None:
        """Write the index of `count` names in `batches` of register.COLUMNS."""
        (self.folder / "names").mkdir(parents=True)
        with (
            pa.OSFile(str(self.folder / "names" / "names.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, _SCHEMA) as writer,
            progress.stage(_MAKING, count) as advance,
        ):
            for batch in batches:
                if batch.num_rows:
                    writer.write_batch(self._told(batch))
                    self._add(batch)
                    advance(batch.num_rows)
        with progress.stage(_LISTING):
            self._finish()

    def _told(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = [batch.column(name).cast(pa.string()) for name in _SCHEMA.names]
        return pa.RecordBatch.from_arrays(columns, schema=_SCHEMA)

    def _add(self, batch: pa.RecordBatch) -> None:
        kinds = batch.column("kind").to_pylist()
        if kinds[0] == "current":
            parts = [_text(batch.column(name)) for name in ("name_region", "proper_name", "trade")]
        else:
            parts = self._read(batch.column("written").to_pylist())
        self._regions |= {one: self.places.of_region(one) for one in set(parts[0].to_pylist()) - self._regions.keys()}
        group = pc.if_else(batch.column("is_group"), _GROUP, "")
        texts = pc.binary_join_element_wise(*parts, group, "").to_pylist()
        sizes = np.stack([pc.utf8_length(part).to_numpy(zero_copy_only=False) for part in parts[:2]], axis=1)
        letters, ends = folded_parts(texts, sizes.cumsum(axis=1).astype(np.int64), self.alphabet.folding)
        flags = _bits(batch.column("is_stock"), STOCK) + _bits(batch.column("is_branch"), BRANCH)
        flags += _bits(batch.column("is_group"), GROUP)
        flags += np.array([FURTHER if kind in ("former", "alias") else 0 for kind in kinds])
        region = np.array([self._regions[one] for one in parts[0].to_pylist()])
        lying = pc.cast(pc.fill_null(batch.column("division_code"), "0"), pa.int64()).to_numpy(zero_copy_only=False)
        self.letters.append(letters)
        self.ends.append(ends.astype(np.uint8))
        self.facts.append(np.stack([region, lying, flags], axis=1).astype(np.int32))

    def _read(self, names: list[str]) -> list[pa.Array]:
        """Region, the rest, and nothing, of names whose parts are not known."""
        regions, rests = [], []
        for name in names:
            if self.is_list and is_han(name):
                regions.append("")
                rests.append(name)  # what stands before and after a hospital's own name tells it from others
                continue
            if not is_han(name):
                regions.append("")
                rests.append("".join(bare_words(name, self.alphabet.catalog)))
                continue
            size, _ = self.places.leading(name)
            rest = name[size:]
            ending = next((word for word in self._form_words if rest.endswith(word) and len(rest) > len(word) + 1), "")
            regions.append(name[:size])
            rests.append(rest.removesuffix(ending))
        return [pa.array(regions, pa.string()), pa.array(rests, pa.string()), pa.array([""] * len(names), pa.string())]

    def _finish(self) -> None:
        letters = np.concatenate(self.letters) if self.letters else np.zeros((0, WIDTH), np.uint16)
        ends = np.concatenate(self.ends) if self.ends else np.zeros((0, 2), np.uint8)
        facts = np.concatenate(self.facts) if self.facts else np.zeros((0, 3), np.int32)
        self.letters, self.ends, self.facts = [], [], []
        digests = digest_of(letters)
        order = np.argsort(digests, kind="stable").astype(np.uint32)
        arrays: dict[str, Numbers] = {
            "letters": letters,
            "ends": ends,
            "regions": facts[:, 0],
            "divisions": facts[:, 1],
            "flags": facts[:, 2].astype(np.uint8),
            "standings": packed(facts[:, 0], facts[:, 1], facts[:, 2]),
            "digests": digests[order],
            "digest_rows": order,
            "sections": _sections(facts),
            "letter_counts": np.bincount(letters.ravel(), minlength=1 << 16).astype(np.int64),
        }
        syllables = self.alphabet.sounding[letters]
        keys, rows = pairs_of(syllables, ends[:, 0])
        arrays["pair_ends"], arrays["pair_rows"] = listed(keys, rows, KEYS * KEYS)
        stock = int(arrays["sections"][0])
        keys, rows = sounds.keys_of(syllables[:stock], ends, self.alphabet)
        arrays["sound_ends"], arrays["sound_rows"] = listed(keys, rows, sounds.KEYS)
        for name, array in arrays.items():
            np.save(self.folder / f"{name}.npy", np.ascontiguousarray(array))


def _sections(facts: Numbers) -> Numbers:
    """Where the joint-stock companies end; then, by the first two digits of divisions, where each province does."""
    flags = facts[:, 2]
    others = np.flatnonzero((flags & (STOCK | BRANCH | FURTHER)) != STOCK)
    stock = int(others[0]) if len(others) else len(facts)
    further = np.flatnonzero(flags & FURTHER)
    current = int(further[0]) if len(further) else len(facts)
    ends = stock + np.searchsorted(facts[stock:current, 1] // 10_000, np.arange(_PROVINCES), "right")
    return np.concatenate([[stock], ends]).astype(np.int64)


def packed(regions: Numbers, divisions: Numbers, flags: Numbers) -> Numbers:
    """All three in one number: whoever looks at thousands of rows pays for each place in memory."""
    return divisions.astype(np.int64) << 28 | regions.astype(np.int64) << 8 | flags.astype(np.int64)


def region_of(standings: Numbers) -> Numbers:
    """The regions of packed standings."""
    return standings >> 8 & 0xFFFFF


def seat(division: int) -> int:
    """The least packed standing of a division: they sort by division first."""
    return division << 28


def pairs_of(syllables: Letters, begins: Letters) -> tuple[Numbers, Numbers]:
    """Every pair of neighbouring syllables after the region, as its key, with the row that holds it, row by row."""
    keys, rows = [], []
    places = np.arange(WIDTH - 1)
    step = 500_000
    for start in range(0, len(syllables), step):
        part = syllables[start : start + step].astype(np.int32)
        both = (part[:, :-1] > 0) & (part[:, 1:] > 0) & (places >= begins[start : start + step, None])
        keys.append((part[:, :-1] * KEYS + part[:, 1:])[both])
        rows.append((np.nonzero(both)[0] + start).astype(np.uint32))
    return (np.concatenate(keys), np.concatenate(rows)) if keys else (np.zeros(0, np.int32), np.zeros(0, np.uint32))


def listed(keys: Numbers, rows: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Where the rows of each key end, and the rows sorted by key, each key's in order."""
    order = np.argsort(keys, kind="stable")
    ends: Numbers = np.cumsum(np.bincount(keys, minlength=most)).astype(np.int64)
    return ends, rows[order]


def _text(column: pa.Array) -> pa.Array:
    return pc.fill_null(column.cast(pa.string()), "")


def _bits(column: pa.Array, bit: int) -> Numbers:
    bits: Numbers = pc.fill_null(column, False).to_numpy(zero_copy_only=False).astype(np.int64) * bit
    return bits
