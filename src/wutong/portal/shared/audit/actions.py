"""Writes of the audit app itself: that the record was taken away as a file."""

from wutong.portal.shared.audit.acts import EXPORTED, LOG
from wutong.portal.shared.audit.recording import Named, Program, action, record


class _Log(Program):
    audit_kind = LOG.code


@action
def note_export(*, filter_: str, by: Named) -> None:
    """Record that somebody took the record away; `filter_` is the query string of the list."""
    whole = "*"
    record(EXPORTED.code, about=_Log("log", "audit"), by=by, after={"filter": filter_ or whole})
