"""Every write of the devices app: that a file of products is to be answered. The answer lives as an export."""

import json
import time

from wutong.kernel.bilingual import Language
from wutong.portal.devices import access
from wutong.portal.devices.forms import Brought
from wutong.portal.exports import actions as exports
from wutong.portal.exports import runner
from wutong.portal.exports.models import Export, Format

_KEPT_SECONDS = exports.KEPT_FOR.total_seconds()


def request_answers(*, brought: Brought, format_: Format, language: Language, by: str) -> Export:
    """Put answers about every product of a file on the way; raises TooManyExports. `by` owns the export."""
    _forget_old()

    def prepare(export: Export) -> None:
        access.folder().mkdir(parents=True, exist_ok=True)
        told = {
            "header": brought.header,
            "rows": brought.rows,
            "products": [(one.name, one.description) for one in brought.products],
        }
        access.brought_file(export.pk).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    export = exports.request_answers(
        title=brought.name, rows=len(brought.rows), format_=format_, language=language, by=by, prepare=prepare
    )
    runner.start()
    return export


def _forget_old() -> None:
    """Remove files that were brought for exports which nobody waits for any longer."""
    since = time.time() - _KEPT_SECONDS
    for file in access.folder().glob("*.json"):
        if file.stat().st_mtime < since:
            file.unlink(missing_ok=True)
