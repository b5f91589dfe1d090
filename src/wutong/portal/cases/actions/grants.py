"""What apps add to services that they know more about: what is asked before a case is sent or granted, and what its
certificate brings, in the same transaction.
"""

from collections.abc import Callable

from wutong.portal.cases.models import Case, Certificate
from wutong.portal.shared.audit.recording import Named

# Raises a WutongError that names the rule.
Check = Callable[[Case], None]
Enter = Callable[[Case, Certificate, Named], None]

CHECKED = frozenset({"submit", "supply", "grant"})
_checks: dict[str, Check] = {}
_ways: dict[str, Enter] = {}


def register_check(service_code: str, check: Check) -> None:
    """Let `check` be asked of every case of that service before it is sent or granted."""
    _checks[service_code] = check


def check(case: Case, act: str) -> None:
    """Raise what the check of its service raises, where it has one and the act is one of CHECKED."""
    if act in CHECKED and (asked := _checks.get(case.service_code)) is not None:
        asked(case)


def register(kind: str, enter: Enter) -> None:
    """Let `enter(case, certificate, by)` do what services with `grants: kind` bring."""
    _ways[kind] = enter


def follow(case: Case, certificate: Certificate, by: Named) -> None:
    """Enter what the certificate of this service brings, if anything."""
    declared = case.service.certificate
    if declared is not None and declared.grants is not None:
        _ways[declared.grants](case, certificate, by)
