"""That judgements were taken away as a file: a list for a reader."""

from wutong.portal.desk.acts import JUDGEMENT
from wutong.portal.shared.audit.recording import Named, Program, action, record


class _List(Program):
    audit_kind = JUDGEMENT.code


@action
def note_export(*, filter_: str, by: Named) -> None:
    """Record that somebody took the history away; `filter_` is the query string of the list."""
    record("judgement.exported", about=_List("history", "history"), by=by, after={"filter": filter_ or "*"})
