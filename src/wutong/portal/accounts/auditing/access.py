"""The only way from a request to the record: auditors read all of it, nobody else any."""

from django.http import HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission


def auditor(request: HttpRequest) -> Person:
    """The auditor who asks; raises Http404 for anybody else."""
    access = Access.of(request)
    access.need(Permission.AUDIT_READ)
    return access.who
