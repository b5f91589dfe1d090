"""Match many names on all processors: the index is mapped from the disk, so every process shares it."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from wutong.catalog.catalog import load_catalog
from wutong.warehouse.matching.answers import Answer
from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.matcher import TOGETHER, Asked, Matcher

_ALONE = 1_500  # names that one process answers before others would have begun

_matcher: list[Matcher] = []  # of a worker process


def match_many(index: Index, asked: Sequence[Asked], limit: int) -> Iterator[Answer]:
    """An answer for each name, in order; a name that comes again is not looked for again."""
    answers = _match_each(index, list(dict.fromkeys(asked)), limit)
    known: dict[Asked, Answer] = {}
    for one in asked:
        if one not in known:
            known[one] = next(answers)
        yield known[one]


def _match_each(index: Index, asked: Sequence[Asked], limit: int) -> Iterator[Answer]:
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(asked) <= _ALONE or workers == 1:
        yield from Matcher(index, limit).match(asked)
        return
    pieces = [asked[begin : begin + TOGETHER] for begin in range(0, len(asked), TOGETHER)]
    context = multiprocessing.get_context("spawn")
    arguments = (index.folder, index.catalog.root, limit)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=arguments) as pool:
        for answers in pool.map(_match, pieces):
            yield from answers


def _start(folder: Path, root: Path, limit: int) -> None:
    _matcher.append(Matcher(Index(folder, load_catalog(root)), limit))


def _match(asked: Sequence[Asked]) -> list[Answer]:
    return list(_matcher[0].match(asked))
