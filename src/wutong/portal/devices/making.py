"""Answers about every product of a file that was brought: its own columns, and ours beside them."""

import json
from pathlib import Path

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.release_reader import Judgement, Product
from wutong.portal.devices import access
from wutong.portal.exports.makers import Report
from wutong.portal.exports.models import Export
from wutong.portal.shared.spreadsheets.cells import Cell
from wutong.portal.shared.spreadsheets.writers import WRITERS

ADDED = ("code_1", "code_2", "code_3", "risk_class", "confidence", "is_sure")
_REPORTED = 200


class NothingBrought(WutongError):
    code = "devices.nothing_brought"
    sentence = Text(zh="待判定的文件已不在服务器上，请重新上传。", en="The file is no longer here; bring it again.")


def make(export: Export, release: Release, draft: Path, report: Report) -> None:
    """The maker of answers; see exports.makers. What was brought is removed once it is answered."""
    file, adviser = access.brought_file(export.pk), access.adviser_of(release)
    if adviser is None or not file.is_file():
        raise NothingBrought()
    told = json.loads(file.read_text(encoding="utf-8"))
    header, rows = told["header"], told["rows"]
    kept = [place for place, name in enumerate(header) if name not in ADDED]
    judged = adviser.judged([Product(name, said) for name, said in told["products"]])
    report(0, len(rows))
    with WRITERS[export.format](draft, [*(header[place] for place in kept), *ADDED]) as writer:
        for done, (row, one) in enumerate(zip(rows, judged, strict=True), start=1):
            writer.write([[*(row[place] for place in kept), *_added(one)]])
            if done % _REPORTED == 0:
                report(done, len(rows))
    report(len(rows), len(rows))
    file.unlink(missing_ok=True)


def _added(one: Judgement) -> list[Cell]:
    codes = [likely.code for likely in one.codes] + [""] * 3
    return [*codes[:3], one.risk_class, round(one.confidence, 3), "yes" if one.is_sure else "no"]
