"""From an enterprise's id to a file: the one place that knows which format is written by which writer."""

from collections.abc import Callable, Mapping
from pathlib import Path

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.atlas.access import Release
from wutong.portal.dossiers.content.document import Dossier
from wutong.portal.dossiers.content.gathering import dossier_of
from wutong.portal.dossiers.writers import docx, pdf
from wutong.portal.exports.actions import STEPS
from wutong.portal.exports.makers import Report
from wutong.portal.exports.models import Export

# Gathering is a fifth of the work, writing the rest.
_GATHERED = STEPS // 5
_Progress = Callable[[int, int], None]
_WRITERS: Mapping[str, Callable[[Dossier, Path, _Progress], None]] = {"docx": docx.write, "pdf": pdf.write}


class NoSuchEnterprise(WutongError):
    code = "dossier.no_such_enterprise"
    exit_code = 2
    sentence = Text(
        zh="当前版本中没有企业 {asked}。请用统一社会信用代码、企业标识或登记全称。",
        en="The release holds no enterprise {asked}. Give its credit code, its id or its full registered name.",
    )


def write_file(release: Release, enterprise_id: str, format_: str, path: Path, report: Report) -> Dossier:
    """Write the dossier in the language that is active; raises NoSuchEnterprise and FontMissing."""
    report(0, STEPS)
    dossier = dossier_of(release, enterprise_id)
    if dossier is None:
        raise NoSuchEnterprise(asked=enterprise_id)
    report(_GATHERED, STEPS)

    def progress(done: int, total: int) -> None:
        report(_GATHERED + (STEPS - _GATHERED - 1) * done // max(total, 1), STEPS)

    _WRITERS[format_](dossier, path, progress)
    report(STEPS, STEPS)
    return dossier


def make(export: Export, release: Release, draft: Path, report: Report) -> None:
    """The maker of dossiers; see exports.makers."""
    write_file(release, export.subject, export.format, draft, report)
