"""What stands behind a figure, for the “?” beside it."""

from dataclasses import dataclass

from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class Explained:
    """Definition, formula and caveat of a figure; `scope` says what was counted, `coverage` what is missing."""

    title: str
    definition: str
    formula: str
    scope: str
    caveat: str
    coverage: str = ""


def explained(indicator_code: str, *, scope: str, title: str = "", coverage: str = "") -> Explained:
    """The declared indicator as shown beside one figure."""
    indicator = catalogue().indicators[indicator_code]
    return Explained(
        title=title or wording(indicator.title),
        definition=wording(indicator.definition),
        formula=wording(indicator.formula),
        scope=scope,
        caveat=wording(indicator.caveat),
        coverage=coverage,
    )
