"""Names as written with the enterprise that each was tied to, the verdict and its reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wutong.portal.atlas.access import Release

SAME = "same"


@dataclass(frozen=True, slots=True)
class Tie:
    """What a name was found to mean. `verdict` is same, unsure, none, or empty where nobody has looked."""

    name: str
    verdict: str = ""
    enterprise_id: str | None = None
    enterprise: str | None = None
    reasons_zh: tuple[str, ...] = ()
    reasons_en: tuple[str, ...] = ()
    is_judged: bool = False

    @property
    def is_same(self) -> bool:
        """True where the name is tied to the enterprise."""
        return self.verdict == SAME


def ties_of(release: Release, names: Iterable[str | None]) -> Mapping[str, Tie]:
    """The tie of each name; one read, none where there are no names."""
    wanted = sorted({name for name in names if name})
    if not wanted:
        return {}
    found = release.query(
        "SELECT name, verdict, enterprise_id, name_zh, reasons_zh, reasons_en, origin = 'judged' FROM name_ties "
        "WHERE name IN (SELECT unnest(?))",
        (wanted,),
    )
    told = {
        name: Tie(name, verdict, ident, enterprise, tuple(zh or ()), tuple(en or ()), bool(judged))
        for name, verdict, ident, enterprise, zh, en, judged in found.rows
    }
    return {name: told.get(name, Tie(name)) for name in wanted}
