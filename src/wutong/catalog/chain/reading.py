"""How a business scope is read (reading.yml): clauses, actions, negations, and what to overlook."""

from wutong.catalog.chain.outline import Dated
from wutong.catalog.chain.segments import ActivityCode
from wutong.catalog.yaml_file import Declaration, Label


class Activity(Declaration):
    """Something done with a thing, and the words for it."""

    code: ActivityCode
    title: Label
    words: tuple[str, ...]


class Reading(Dated):
    """reading.yml. Activities are in order of strength: of several beside one word, the first counts."""

    stems: tuple[str, ...]
    clause_ends: tuple[str, ...]
    part_ends: tuple[str, ...]
    headings: tuple[str, ...]
    brackets: str
    negation_opens: tuple[str, ...]
    negation_closes: tuple[str, ...]
    negation_before: tuple[str, ...]
    ignored: tuple[str, ...]
    activities: tuple[Activity, ...]
    opening_within: int
    lead_within: int
