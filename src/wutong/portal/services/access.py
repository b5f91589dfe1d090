"""The only way from an address to a service."""

from django.http import Http404

from wutong.catalog.services import Service
from wutong.kernel.clock import today
from wutong.portal.shared.catalogue import catalogue


def services() -> list[Service]:
    """The version of each service in force today, or the next to come, in the order of codes."""
    return [_present(versions) for versions in catalogue().services.values()]


def service(code: str) -> Service:
    """The service of that code; raises Http404 where there is none."""
    versions = catalogue().services.get(code.upper())
    if versions is None:
        raise Http404
    return _present(versions)


def versions_of(code: str) -> tuple[Service, ...]:
    """All versions of a service, the latest first; raises Http404 where there is none."""
    versions = catalogue().services.get(code.upper())
    if versions is None:
        raise Http404
    return versions[::-1]


def _present(versions: tuple[Service, ...]) -> Service:
    day = today()
    return next((one for one in reversed(versions) if one.in_force(day)), versions[-1])
