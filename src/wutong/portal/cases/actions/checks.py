"""What else is asked before a case is sent or granted: apps say so of services that they know more about."""

from collections.abc import Callable

from wutong.portal.cases.models import Case

# Raises a WutongError that names the rule.
Check = Callable[[Case], None]

ASKED_BEFORE = frozenset({"submit", "supply", "grant"})
_checks: dict[str, Check] = {}


def register(service_code: str, check: Check) -> None:
    """Let `check` be asked of every case of that service before it is sent or granted."""
    _checks[service_code] = check


def ask(case: Case, act: str) -> None:
    """Raise what the check of its service raises, where it has one and the act is one of these."""
    if act in ASKED_BEFORE and (check := _checks.get(case.service_code)) is not None:
        check(case)
