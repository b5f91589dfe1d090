"""What all tests share. Real data is read where the caller says, and never committed."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from scheduling import Scheduling, queued

REPOSITORY = Path(__file__).resolve().parents[1]

# A journey leaves its browser's loop running; a test of the database that comes after it in one process is no harm.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No test asserts a time: a busy machine is no fault of the code.
settings.register_profile("here", deadline=None)
settings.load_profile("here")
# Continuous integration tries the same examples each time, so that a change is judged by what it changed.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real registers, or a skip that says why."""
    folder = Path(os.environ.get("WUTONG_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real registers at {folder}; set WUTONG_REAL_DATA to read them")
    return folder


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Groups go to workers whole, the longest first."""
    return Scheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A worker's tests in the order of the queue; by hand they run as they stand."""
    if hasattr(config, "workerinput"):
        items[:] = queued(items)
