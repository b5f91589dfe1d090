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
    "test_filing_papers.py::test_a_paper_is_held_while_a_filing_rests_on_it_also_when_somebody_goes",
    "cases/test_window.py",
    "cases/test_upgrades.py::test_an_officer_sees_what_changes_and_takes_the_case_on",
    # Of these, what the database itself refuses, locks, orders, finds in words or JSON, and lets give way.
    "test_erasure.py::test_the_database_lets_nothing_else_change",
    "test_erasure.py::test_nothing_names_them_any_more",
    "test_erasure.py::test_a_namesake_keeps_their_name",
    "test_erasure.py::test_ledgers_stay_whole_and_show_the_pseudonym",
    "test_own_data.py::test_it_is_complete_and_only_theirs",
    "test_placements.py::test_steps_and_confirmations_are_never_changed",
    "test_placements.py::test_time_reminds_once_and_ends_the_year_by_itself",
    "test_voice.py::test_steps_are_never_changed",
    "test_voice.py::test_unanswered_it_goes_up_once_and_unrated_it_is_closed",
    "cases/test_acting.py::test_two_officers_at_once",
    "cases/test_acting.py::test_silence_accepts_once_also_after_days_of_downtime",
    "cases/test_acting.py::test_panel_is_drawn_without_conflicts_and_sealed_until_all_are_in",
    "cases/test_acting.py::test_steps_are_never_changed",
    "cases/test_letters.py::test_letters_are_never_changed",
    "cases/test_letters.py::test_who_holds_a_certificate_is_reminded_of_its_end_once",
    "cases/test_letters.py::test_a_case_is_rated_once_by_its_applicant",
    "cases/test_renewals.py::test_the_database_knows_one_renewal_at_a_time",
    "cases/test_statistics.py::test_the_figures_of_known_cases",
    "cases/test_work.py::test_each_tab_holds_its_own",
    "cases/test_work.py::test_the_list_is_found_in_narrowed_sorted_and_taken_away",
    "cases/test_work.py::test_colours_follow_the_declared_reminders",
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
