"""That a list of imports was taken away as a file."""

from wutong.portal.shared.audit.recording import Named, Program, action, record


class _List(Program):
    audit_kind = "import_approval"


@action
def note_export(*, list_: str, filter_: str, by: Named) -> None:
    """Record which list, by which filter (the query string of the page)."""
    about = _List("list", list_)
    record("imports.exported", about=about, by=by, after={"list": list_, "filter": filter_ or "*"})
