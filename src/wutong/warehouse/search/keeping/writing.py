"""Write one generation of the index: its column files, its sorted keys, its grams, and its English names."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import tantivy

from wutong.catalog.search import Search
from wutong.warehouse.letters.characters import is_han
from wutong.warehouse.letters.codes import code_keys, code_rests
from wutong.warehouse.letters.reading import Pinyin
from wutong.warehouse.search.keeping.documents import RANK, RANK_SHIFT, WORDS
from wutong.warehouse.search.keeping.grams import Letters
from wutong.warehouse.search.keeping.preparing import COLUMNS, Prepared, Sounds, prepare, read_aloud, split
from wutong.warehouse.search.keeping.store import Generation, TextWriter, write_keys

_PIECE = 32_768  # rows prepared at a time: what they need stays in the processor's cache
Weights = npt.NDArray[np.uint32]
_TEXTS = ("names", "ids", "credit_codes", "aliases", "identifiers")


@dataclass(frozen=True)
class Extras:
    """Further names and numbers of some enterprises: columns enterprise_id and text."""

    names: pa.Table | None = None
    identifiers: pa.Table | None = None


class _Further:
    """Texts of some enterprises, met as their rows go by."""

    def __init__(self, table: pa.Table | None) -> None:
        self.texts: dict[str, list[str]] = {}
        for row in table.select(["enterprise_id", "text"]).to_pylist() if table is not None else ():
            self.texts.setdefault(row["enterprise_id"], []).append(row["text"])
        self._wanted = pa.array(list(self.texts), pa.string())

    def of(self, ids: pa.Array) -> list[tuple[int, str]]:
        """Row within the batch and text, for the enterprises of the batch that have any."""
        if not self.texts:
            return []
        rows = np.flatnonzero(pc.is_in(ids, value_set=self._wanted).to_numpy(zero_copy_only=False))
        return [(int(row), text) for row in rows for text in self.texts[ids[int(row)].as_py()]]


class _Alias(NamedTuple):
    """A further name of the enterprise in `row`; `region` letters of it name the region, as in the name of today."""

    row: int
    text: str
    region: int


class GenerationWriter:
    """Takes batches one after another; `finish` completes the generation."""

    def __init__(self, folder: Path, base: int, writer: tantivy.IndexWriter, search: Search, extras: Extras) -> None:
        folder.mkdir(parents=True)
        self.folder, self.base, self._writer, self._search = folder, base, writer, search
        self._pinyin = Pinyin(search.readings)
        self._texts = {name: TextWriter(folder, name) for name in _TEXTS}
        self._facts = (folder / "facts").open("wb")
        self._names, self._identifiers = _Further(extras.names), _Further(extras.identifiers)
        self._letters = Letters()
        self._cities: dict[str, int] = {}
        self._done: list[Prepared] = []
        self._codes: list[npt.NDArray[np.uint64]] = []
        self._rests: list[npt.NDArray[np.uint32]] = []
        self._aliases: list[_Alias] = []
        self._numbers: list[tuple[int, str]] = []
        self.row_count = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Append the enterprises of `batch` (columns COLUMNS)."""
        batch = batch.select(list(COLUMNS))
        for begin in range(0, len(batch), _PIECE):
            self._add(batch.slice(begin, _PIECE))

    def _add(self, batch: pa.RecordBatch) -> None:
        prepared = prepare(batch, self._search, self._pinyin, self._cities)
        self._texts["names"].add(batch.column("name_zh"))
        self._texts["ids"].add(batch.column("enterprise_id"))
        self._texts["credit_codes"].add(batch.column("credit_code"))
        self._facts.write(prepared.facts.tobytes())
        self._codes.append(code_keys(batch.column("credit_code")))
        self._rests.append(code_rests(batch.column("credit_code")))
        ids = batch.column("enterprise_id")
        for row, text in self._names.of(ids):
            region = batch.column("name_zh")[row].as_py()[: int(prepared.facts["region"][row])]
            self._aliases.append(_Alias(self.row_count + row, text, len(region) if text.startswith(region) else 0))
        self._numbers += [(self.row_count + row, text) for row, text in self._identifiers.of(ids)]
        self._letters.add(prepared.codes, prepared.lengths)
        self._done.append(prepared.without_names(self.row_count))
        self.row_count += len(batch)

    def _index_aliases(self, weights: Weights) -> Sounds:
        """English names by their words; the others by their letters and sounds, where English ones are empty, so that
        all names are numbered alike."""
        for place, alias in enumerate(self._aliases, start=self.row_count):
            if not is_han(alias.text):
                one = tantivy.Document()
                one.add_text(WORDS, alias.text)
                one.add_unsigned(RANK, int(weights[place]) << RANK_SHIFT | self.base + place)
                self._writer.add_document(one)
        chinese = (one.text if is_han(one.text) else "" for one in self._aliases)
        codes, lengths = split(pa.array(list(chinese), pa.string()))
        self._letters.add(codes, lengths)
        regions = np.array([one.region for one in self._aliases], dtype=np.int64)
        sounds = read_aloud(codes, lengths, regions, self._pinyin)
        return replace(sounds, pinyin_rows=sounds.pinyin_rows + self.row_count)

    def finish(self) -> Generation:
        """Write what needs all rows at once, while the documents are committed."""
        prominence = np.concatenate([one.facts["prominence"] for one in self._done] or [np.zeros(0, np.uint32)])
        rows = np.array([alias.row for alias in self._aliases], dtype="<u4")
        weights = np.concatenate((prominence, prominence[rows]))
        sounds = [*(one.sounds for one in self._done), self._index_aliases(weights)]
        with ThreadPoolExecutor(max_workers=1) as pool:
            written = pool.submit(self._letters.write, self.folder, weights)
            self._write_sounds(sounds, weights)
            self._write_codes(prominence)
            self._writer.commit()
            written.result()
        self._texts["aliases"].add(pa.array([alias.text for alias in self._aliases], pa.string()))
        self._texts["identifiers"].add(pa.array([text for _, text in self._numbers], pa.string()))
        rows.tofile(self.folder / "alias_rows")
        np.array([alias.region for alias in self._aliases], dtype=np.uint8).tofile(self.folder / "alias_regions")
        _rows(self._numbers).tofile(self.folder / "identifier_rows")
        (self.folder / "cities.json").write_text(json.dumps(list(self._cities), ensure_ascii=False), "utf-8")
        for file in self._texts.values():
            file.close()
        self._facts.close()
        generation = Generation(self.folder, self.base, self.row_count, len(self._aliases))
        generation.describe()
        return generation

    def _write_sounds(self, sounds: list[Sounds], weights: Weights) -> None:
        pinyin = np.concatenate([one.pinyin for one in sounds])
        initials = np.concatenate([one.initials for one in sounds])
        write_keys(self.folder, "pinyin", pinyin, np.concatenate([one.pinyin_rows for one in sounds]), weights)
        write_keys(self.folder, "initials", initials, np.arange(len(initials)), weights)

    def _write_codes(self, prominence: Weights) -> None:
        codes = np.concatenate(self._codes or [np.zeros(0, np.uint64)])
        rests = np.concatenate(self._rests or [np.zeros(0, np.uint32)])
        write_keys(self.folder, "codes", codes, np.arange(self.row_count), prominence, rests)
        numbers = pa.array([text for _, text in self._numbers], pa.string())
        weights = prominence[_rows(self._numbers).astype(np.int64)]
        write_keys(self.folder, "numbers", code_keys(numbers), np.arange(len(numbers)), weights, code_rests(numbers))


def _rows(pairs: list[tuple[int, str]]) -> npt.NDArray[np.uint32]:
    return np.array([row for row, _ in pairs], dtype="<u4")
