"""What writes to the portal's database does so on PostgreSQL too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
WRITING = (
    "test_appointments.py",
    "test_exports.py",
    "test_api_limits.py",
    "test_audit.py",
    "test_accounts.py",
    "test_accounts_pages.py",
    "test_accounts_signing.py",
    "test_accounts_setup.py",
    "test_following.py",
    "test_ledger.py",
    "test_materials.py",
    "test_desk_judging.py",
    "test_desk_objections.py",
    "test_desk_pages.py",
    "test_imports_holdings.py",
    "test_imports_opinions.py",
    "test_notices.py",
    "test_claims.py",
    "test_ticking.py",
    "test_tracked_filings.py",
    "cases/test_window.py",
)


@pytest.mark.slow
@pytest.mark.xdist_group("postgresql")  # one test database, so one test at a time
def test_on_postgresql() -> None:
    address = os.environ.get("WUTONG_TEST_POSTGRES_URL")
    if not address:
        pytest.skip("no PostgreSQL to test with; set WUTONG_TEST_POSTGRES_URL")
    # The database is chosen when settings are read, so the same tests run again in a process of their own: one for all
    # of them, for the database is long in the making. Those that ask for none have nothing to tell here.
    options = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "django_db", "--tb", "short")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *(str(FOLDER / name) for name in WRITING)],
        env={**os.environ, "WUTONG_DATABASE_URL": address},
        cwd=FOLDER.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-16_000:]
