"""What `wutong dossier` does once Django has started: find the enterprise that is meant, and write its file."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import override

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.atlas.access import Release, current_release
from wutong.portal.dossiers.making import NoSuchEnterprise, write_file

_DJANGO = {"zh": "zh-hans", "en": "en"}
_NEAREST = 3


class SeveralMeant(WutongError):
    code = "dossier.several"
    exit_code = 2
    sentence = Text(
        zh="没有企业正好叫“{asked}”。您是否要找：{found}？请给出信用代码或全称。",
        en="No enterprise is called exactly “{asked}”. Is it one of these: {found}? Give the credit code or full name.",
    )


@dataclass(frozen=True, slots=True)
class Written:
    """The file, and whose dossier it is."""

    path: Path
    name: str


def make(*, asked: str, language: str, format_: str, out: Path | None) -> Written:
    """Write the dossier of the enterprise that `asked` names; raises NoSuchEnterprise or SeveralMeant."""
    release = current_release()
    enterprise_id = _meant(release, asked.strip())
    path = out or Path(f"{enterprise_id}.{format_}")
    with override(_DJANGO[language]):
        found = write_file(release, enterprise_id, format_, path, lambda done, total: None)
    return Written(path, found.title)


def _meant(release: Release, asked: str) -> str:
    sql = (
        "SELECT enterprise_id FROM enterprises WHERE enterprise_id = ? OR credit_code = ? OR name_zh = ? "
        "ORDER BY is_branch, enterprise_id LIMIT 2"
    )
    rows = release.query(sql, (asked, asked.upper(), asked)).rows
    if len(rows) == 1:
        return str(rows[0][0])
    hits = release.search(asked, _NEAREST)
    if not hits:
        raise NoSuchEnterprise(asked=asked)
    raise SeveralMeant(
        asked=asked, found="; ".join(f"{hit.name_zh} {hit.credit_code or hit.enterprise_id}" for hit in hits)
    )
