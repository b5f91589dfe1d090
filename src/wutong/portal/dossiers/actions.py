"""Every write of the dossiers app: that a dossier is wanted. The file itself is an export, and lives as one."""

from wutong.kernel.bilingual import Language
from wutong.portal.exports import actions as exports
from wutong.portal.exports import runner
from wutong.portal.exports.models import Export, Format


def request_dossier(*, enterprise_id: str, name: str, format_: Format, language: Language, by: str) -> Export:
    """Put a dossier on the way to a file; raises TooManyExports. `by` is the owner of exports who asks."""
    export = exports.request_dossier(subject=enterprise_id, title=name, format_=format_, language=language, by=by)
    runner.start()
    return export
