"""Which tests go to one worker together, and which go first. Nothing here says what a test does.

The mark `xdist_group` is not enough: pytest 9.2 no longer lets pytest-xdist 3.8 write a group into a test's name,
and every test then goes anywhere, with each server, release and Spark session made once in every worker.
"""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# What shares a server, a session or a database: pattern of the tests' names → group. Any other test goes with its file.
_SHARED = (
    (r"tests/journey/test_(pipeline|portrait_records)\.py", "record journeys"),
    (r"tests/spec/.*spark", "spark"),
    (r"(tests/unit/(demo|matching|device_class))/", r"\1"),
)
# The longest first, so that none is left when the other worker has nothing more to do.
_FIRST = (
    "tests/pipeline/test_spark_cluster.py",
    "tests/portal/test_serving",
    "spark",
    "tests/pipeline/",
    "tests/unit/device_class",
    "tests/unit/demo",
    "tests/sources/",
    "tests/unit/",
    "tests/spec/",
)
# After all others: a browser leaves a loop running in its worker, in which Django would not touch a database.
_LAST = ("record journeys", "tests/journey/test_overview", "tests/journey/test_accounts", "tests/journey/")


def group_of(name: str) -> str:
    """The tests that go to the worker to which the test of that name goes."""
    for pattern, group in _SHARED:
        if found := re.match(pattern, name):
            return found.expand(group)
    return name.split("::", 1)[0]


def rank_of(name: str) -> int:
    """Where the group of that test stands in the queue."""
    group = group_of(name)
    late = next((place for place, start in enumerate(_LAST) if group.startswith(start)), None)
    if late is not None:
        return len(_FIRST) + 1 + late
    return next((place for place, start in enumerate(_FIRST) if group.startswith(start)), len(_FIRST))


class Scheduling(LoadScopeScheduling):
    """Hands groups to workers in the order of the queue."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def queued(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests in the order of the queue; within a group as they were."""
    return sorted(items, key=lambda item: rank_of(item.nodeid))
