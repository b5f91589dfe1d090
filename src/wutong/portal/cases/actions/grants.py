"""What else a certificate brings: apps say how they enter what a case granted, in the same transaction."""

from collections.abc import Callable

from wutong.portal.cases.models import Case, Certificate
from wutong.portal.shared.audit.recording import Named

Enter = Callable[[Case, Certificate, Named], None]

_ways: dict[str, Enter] = {}


def register(kind: str, enter: Enter) -> None:
    """Let `enter(case, certificate, by)` do what services with `grants: kind` bring."""
    _ways[kind] = enter


def follow(case: Case, certificate: Certificate, by: Named) -> None:
    """Enter what the certificate of this service brings, if anything."""
    declared = case.service.certificate
    if declared is not None and declared.grants is not None:
        _ways[declared.grants](case, certificate, by)
