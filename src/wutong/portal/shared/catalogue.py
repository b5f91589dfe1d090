"""The catalogue of this installation, read once a process."""

from functools import cache

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.catalog.chain.segments import Segment
from wutong.catalog.flows import Flow
from wutong.kernel.working_days import WorkingCalendar


@cache
def catalogue() -> Catalog:
    """Everything declared. Restart the portal after changing a declaration."""
    return load_catalog()


@cache
def working_days() -> WorkingCalendar:
    """The calendar by which limits in working days run."""
    return catalogue().calendars["china"].working_days()


@cache
def segments() -> dict[str, Segment]:
    """The segments of the chain by code, in declared order."""
    return {segment.code: segment for segment in catalogue().chain.segments}


def flows_of_services() -> dict[str, Flow]:
    """The flows that cases of services go through, by code; other things have flows of their own."""
    services = [one for versions in catalogue().services.values() for one in versions]
    renewals = {one.certificate.renewal_flow for one in services if one.certificate and one.certificate.renewal_flow}
    return {code: catalogue().flows[code] for code in sorted({service.flow for service in services} | renewals)}
