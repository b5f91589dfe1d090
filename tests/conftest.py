"""What all tests share. Real data is read where the caller says, and never committed."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real registers, or a skip that says why."""
    folder = Path(os.environ.get("WUTONG_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real registers at {folder}; set WUTONG_REAL_DATA to read them")
    return folder
