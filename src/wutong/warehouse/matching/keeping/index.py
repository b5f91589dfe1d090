"""The index on the disk, mapped into memory: opened where it is ready, made where it is not."""

import hashlib
import shutil
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wutong.catalog.catalog import Catalog
from wutong.warehouse.matching.keeping.letters import Alphabet, Letters, Numbers
from wutong.warehouse.matching.keeping.making import Maker
from wutong.warehouse.matching.keeping.register import Register, names_of, names_of_list
from wutong.warehouse.matching.reading.places import Places
from wutong.warehouse.progress import Progress, Silent

_LIST = "list"  # a file that says so
_WRITTEN = 3  # the column of names.arrow
FORMAT = "7"  # of the files; an index of another format is made anew


@dataclass(frozen=True, slots=True)
class Named:
    """One name of an enterprise: as registered today, and as written there. `kind` is current, former or alias."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    written: str
    kind: str


class Index:
    """Names by row, in the order of the register, and the rows that hold a pair of syllables or a sound."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder
        self.catalog = catalog
        self.is_list = (folder / _LIST).is_file()  # names are compared whole, region and legal form too
        self.alphabet = Alphabet(catalog)
        self.places = Places(catalog)
        self.letters: Letters = self._array("letters")
        self.ends: Letters = self._array("ends")
        self.regions: Numbers = self._array("regions")
        self.divisions: Numbers = self._array("divisions")
        self.flags: Letters = self._array("flags")
        self.standings: Numbers = self._array("standings")
        self.pair_ends: Numbers = self._array("pair_ends")
        self.pair_rows: Letters = self._array("pair_rows")
        self.sound_ends: Numbers = self._array("sound_ends")
        self.sound_rows: Letters = self._array("sound_rows")
        self._sections = self._array("sections")
        self.stock_count = int(self._sections[0])
        self._current_count = int(self._sections[-1])
        self._stock_bound = self.bounds(())[:1]
        self._digests = self._array("digests")
        self._digest_rows = self._array("digest_rows")
        file = pa.ipc.open_file(pa.memory_map(str(folder / "names" / "names.arrow")))
        self._batches = [file.get_batch(number) for number in range(file.num_record_batches)]
        self._batch_ends = list(accumulate(batch.num_rows for batch in self._batches))

    def __len__(self) -> int:
        return len(self.letters)

    @cached_property
    def rarity(self) -> npt.NDArray[np.float32]:
        """Bits that a folded letter tells: few names hold a rare one."""
        counts = self._array("letter_counts")
        bits = np.log2((len(self) + 1) / (counts + 1.0)).astype(np.float32)
        bits[0] = 0
        rarity: npt.NDArray[np.float32] = np.maximum(bits, 0)
        return rarity

    def bounds(self, provinces: Sequence[int]) -> Letters:
        """Where the sections of `provinces` (first two digits) begin and end, for `holding`; first those of all."""
        bounds = [self.stock_count, self._current_count]
        for province in provinces:
            bounds += self._sections[province : province + 2].tolist()
        return np.array(bounds, dtype=self.pair_rows.dtype)  # another type would have all rows copied

    def holding(self, key: int, bounds: Letters, most: int) -> Letters:
        """Rows that hold a pair of syllables: joint-stock companies, those of the provinces that `bounds` was asked for
        (of all where it was asked for none), and former names; at most `most` of each."""
        rows = self._listed(key)
        stock, current, *within = rows.searchsorted(bounds).tolist()
        if not within and stock + most >= current and current + most >= len(rows):
            return rows if stock <= most else np.concatenate([rows[:most], rows[stock:]])
        parts = [rows[: min(stock, most)], rows[current : current + most]]
        parts += [rows[begin : min(end, begin + most)] for begin, end in zip(within[::2], within[1::2], strict=True)]
        if not within:
            parts.append(rows[stock : min(current, stock + most)])
        return np.concatenate(parts)

    def stock_holding(self, key: int) -> Letters:
        """The joint-stock companies that hold a pair of syllables."""
        rows = self._listed(key)
        return rows[: int(rows.searchsorted(self._stock_bound)[0])]

    def _listed(self, key: int) -> Letters:
        return self.pair_rows[int(self.pair_ends[key - 1]) if key else 0 : int(self.pair_ends[key])]

    def holders(self, keys: Collection[int]) -> list[int]:
        """How many rows hold each pair of syllables; 0, which is no pair, is not among them."""
        places = np.fromiter(keys, np.int64, len(keys))
        counts: list[int] = (self.pair_ends[places] - self.pair_ends[places - 1]).tolist()
        return counts

    def sounding(self, keys: Collection[int]) -> list[Letters]:
        """The joint-stock companies with each sound; 0, which is none, is not among them."""
        places = np.fromiter(keys, np.int64, len(keys))
        bounds = zip(self.sound_ends[places - 1].tolist(), self.sound_ends[places].tolist(), strict=True)
        return [self.sound_rows[begin:end] for begin, end in bounds]

    def alike(self, digest: int) -> Letters:
        """The rows whose letters have this digest."""
        begin = int(np.searchsorted(self._digests, np.uint64(digest), "left"))
        end = int(np.searchsorted(self._digests, np.uint64(digest), "right"))
        return np.sort(self._digest_rows[begin:end])

    def names(self, rows: Sequence[int]) -> list[Named]:
        """The names of rows."""
        return [Named(*(column[place].as_py() for column in batch.columns)) for batch, place in map(self._at, rows)]

    def written(self, rows: Sequence[int]) -> list[str]:
        """The names of rows as they are written, and nothing else of them."""
        return [batch.column(_WRITTEN)[place].as_py() for batch, place in map(self._at, rows)]

    def _at(self, row: int) -> tuple[pa.RecordBatch, int]:
        """The batch that holds a row and its place there. Taking from all batches at once would copy them."""
        number = bisect_right(self._batch_ends, row)
        return self._batches[number], row - self._batch_ends[number] + self._batches[number].num_rows

    def _array(self, name: str) -> Numbers:
        array: Numbers = np.load(self.folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)  # a plain one is faster
        return array


def index_of(register: Register, catalog: Catalog, cache: Path, progress: Progress | None = None) -> Index:
    """The index of a release out of `cache`, made on first use; those of other releases are left alone."""

    def make(maker: Maker) -> None:
        with register.open() as connection:
            count, batches = names_of(connection, catalog.search.prominence)
            maker.make(count, batches, progress or Silent())

    return _kept(cache / f"{register.version}-{FORMAT}", catalog, make)


def index_of_list(names: Sequence[str], catalog: Catalog, cache: Path, progress: Progress | None = None) -> Index:
    """The index of a list of names, made when a list is first seen."""
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]

    def make(maker: Maker) -> None:
        maker.make(len(names), names_of_list(names), progress or Silent())

    return _kept(cache / f"list-{digest}-{FORMAT}", catalog, make, is_list=True)


def _kept(folder: Path, catalog: Catalog, make: Callable[[Maker], None], *, is_list: bool = False) -> Index:
    """The index in `folder`; made aside and moved there where there is none, so that a crash leaves no half of one."""
    if not (folder / "ready").is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            make(Maker(aside, Alphabet(catalog), Places(catalog), is_list=is_list))
            if is_list:
                (aside / _LIST).touch()
            (aside / "ready").touch()
            shutil.rmtree(folder, ignore_errors=True)
            aside.rename(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return Index(folder, catalog)
