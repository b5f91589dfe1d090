"""What was read of each file, kept between builds: a file that has not changed is not read again, and one that
has only grown is read where it is new. Call it under the build lock only.

A part is one stretch of one file under one source: `parts/<file_id>/` with raw/, issues/ and part.json.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path

from wutong.catalog.sources import Source
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.warehouse.ingest.errors import FileAbsent
from wutong.warehouse.ingest.opening import OnBytes, opened, sha256_of
from wutong.warehouse.ingest.reading import Resume, is_cut, read_stretches
from wutong.warehouse.ingest.shelf import Content, Part, Seen, Shelf
from wutong.warehouse.ingest.text.reading import Sizes

__all__ = ["Part", "Parts", "fingerprint_of"]

_CODE = Path(__file__).parent
# Files read at once: a packed one keeps one core busy. Each takes some two hundred megabytes at most.
_AT_ONCE = 4
# What of a declaration the reader does not look at: changing it reads no file again.
_READ_BY_OTHERS = {"title", "publisher", "licence", "standard", "nulls", "assertions"}
_SAME_BYTES = Text(
    zh="文件 {file} 与 {first} 内容完全相同，只计一次。",
    en="The file {file} has the same content as {first}; it counts once.",
)


def fingerprint_of(source: Source) -> str:
    """What reading depends on besides the file: how the source is declared to be read, and the code that reads."""
    declared = source.model_dump_json(exclude=_READ_BY_OTHERS)
    return hashlib.sha256(f"{declared}\n{_code_digest()}".encode()).hexdigest()[:16]


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(_CODE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


class Parts:
    """The parts of a home. `notices` are sentences for the user; `sizes` is for tests."""

    def __init__(self, home: Home, *, sizes: Sizes | None = None) -> None:
        self.notices: list[Text] = []
        self._shelf = Shelf(home.parts)
        self._sizes = sizes
        self._given: dict[tuple[str, str], Path] = {}

    def ensure(self, source: Source, path: Path, *, on_bytes: OnBytes | None = None) -> tuple[Part, ...]:
        """The parts of the file, in file order; reads only what is not at hand. Raises a FileRefused.

        The same bytes under another name give the same parts, and leave a notice.
        """
        return next(self.ensure_all(source, (path,), on_bytes=on_bytes))

    def ensure_all(
        self, source: Source, paths: Sequence[Path], *, on_bytes: OnBytes | None = None
    ) -> Iterator[tuple[Part, ...]]:
        """The parts of each file, in the order of `paths`; some are read at once. `on_bytes` is called from any thread.

        Raises what the first file in that order raises which cannot be read, and gives up the others then.
        """
        given_up = threading.Event()

        def hear(byte_count: int) -> None:
            if given_up.is_set():
                raise _GivenUp
            if on_bytes:
                on_bytes(byte_count)

        def look_up(path: Path) -> tuple[Part, ...]:
            return _Ensuring(self._shelf, source, path, hear, self._sizes).parts()

        with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
            try:
                for path, parts in zip(paths, pool.map(look_up, paths), strict=True):
                    self._notice(source, path, parts)
                    yield parts
            finally:
                given_up.set()

    def _notice(self, source: Source, path: Path, parts: tuple[Part, ...]) -> None:
        first = self._given.setdefault((source.id, parts[-1].report.sha256), path)
        if first != path:
            self.notices.append(_SAME_BYTES.format(file=path.name, first=first.name))

    def prune(self, keep_ids: Iterable[str]) -> None:
        """Delete every part whose id is not in `keep_ids`, and forget the files that had it."""
        self._shelf.prune(keep_ids)


class _GivenUp(Exception):
    """Another file cannot be read, or nobody waits any more. Never leaves the thread of its file."""


@dataclass(frozen=True)
class _Ensuring:
    """One file being looked up, and read as far as needed."""

    shelf: Shelf
    source: Source
    path: Path
    on_bytes: OnBytes
    sizes: Sizes | None

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint_of(self.source)

    def parts(self) -> tuple[Part, ...]:
        try:
            now_there = Seen.at(self.path)
        except OSError as problem:
            raise FileAbsent(file=self.path, problem=problem.strerror) from problem
        seen = self.shelf.seen(self.source.id, self.path)
        before = self.shelf.content(seen.content) if seen else None
        if before and seen and seen.is_like(now_there) and (known := self._all(before)):
            self.on_bytes(now_there.byte_count)
        else:
            known = self._same_content(now_there) or self._read(now_there, before)
        return tuple(self._named(part) for part in known)

    def _named(self, part: Part) -> Part:
        """The part under the name that its file has now."""
        return replace(part, report=replace(part.report, name=self.path.name))

    def _all(self, content: Content) -> tuple[Part, ...]:
        """All parts of a content, or nothing."""
        if content.fingerprint != self.fingerprint:
            return ()
        found = [self.shelf.part(part_id, self.fingerprint) for part_id in content.part_ids]
        return tuple(part for part in found if part) if all(found) else ()

    def _same_content(self, now_there: Seen) -> tuple[Part, ...]:
        """The parts of a file with the same bytes, wherever it lay; hashes only if one has the same length."""
        alike = self.shelf.alike(self.source.id, self.fingerprint, now_there.byte_count)
        sha256 = sha256_of(self.path) if alike else ""
        for content in alike:
            if content.sha256 == sha256 and (known := self._all(content)):
                self.shelf.remember(content, self.path, now_there)
                self.on_bytes(now_there.byte_count)
                return known
        return ()

    def _read(self, now_there: Seen, before: Content | None) -> tuple[Part, ...]:
        kept, resume = self._unchanged_beginning(before)
        reports = read_stretches(
            self.source,
            self.path,
            partial(self.shelf.folder_aside, self.source.id, self.path),
            resume=resume,
            on_bytes=self.on_bytes,
            sizes=self.sizes,
        )
        numbered = enumerate(reports, start=len(kept))
        parts = (*kept, *(self.shelf.place(self.path, number, report, self.fingerprint) for number, report in numbered))
        content = Content(
            source_id=self.source.id,
            fingerprint=self.fingerprint,
            sha256=parts[-1].report.sha256,
            byte_count=now_there.byte_count,
            part_ids=tuple(part.id for part in parts),
        )
        self.shelf.remember(content, self.path, now_there)
        return parts

    def _unchanged_beginning(self, before: Content | None) -> tuple[tuple[Part, ...], Resume | None]:
        """The leading parts of the file as it was whose bytes are still there. Never its last part: that one ended
        only because the file did."""
        old = self._all(before)[:-1] if before else ()
        if not old or not is_cut(self.source, self.path):
            return (), None
        kept: list[Part] = []
        digest = hashlib.sha256()
        with opened(self.path) as file:
            for part in old:
                longer = digest.copy()
                longer.update(file.read(part.report.byte_count))
                if longer.hexdigest() != part.report.sha256:
                    break
                digest = longer
                kept.append(part)
        if not kept:
            return (), None
        last = kept[-1].report
        offset = sum(part.report.byte_count for part in kept)
        self.on_bytes(offset)
        return tuple(kept), Resume(len(kept), offset, last.first_row + last.rows_read, digest)
