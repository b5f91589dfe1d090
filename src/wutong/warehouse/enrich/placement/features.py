"""Gathers what is known of each registration into one row, on which the declared rules decide."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement import evidence
from wutong.warehouse.enrich.placement.mentions import any_bits
from wutong.warehouse.enrich.placement.scanning import ROW
from wutong.warehouse.enrich.placement.words import SAYS, number_at

FAR = 1 << 40  # an offset beyond every text: the evidence is absent
_SEGMENTS = 32  # segments packed into one integer with precision and place
_LATER = (0, 6, 14)  # characters by which a specific, plain or general sign counts as later than it stands


def of_names(found: ir.Table, chain: Chain) -> ir.Table:
    """One row per name with words: row, name_kinds (bits), is_named, name_node (the first declared kind's, or -1), and

    name_words (evidence)."""
    bit = number_at(found.kind, [1 << number for number in range(len(chain.names.kinds))])
    placed = found.node >= 0
    grouped = found.group_by(*ROW).agg(
        name_kinds=any_bits(bit),
        is_named=found.is_biomedical.any(),
        name_words=evidence.of_names(found, chain),
        first=(found.kind * 1024 + found.node).min(where=placed),
    )
    return grouped.select(*ROW, "name_kinds", "is_named", "name_words", name_node=(grouped.first % 1024).coalesce(-1))


def _key(signs: ir.Table) -> ir.IntegerValue:
    """Orders evidence: early before late, where a vaguer sign counts as later; its last digits are the segment."""
    late = number_at(signs.precision, _LATER)
    return (signs["at"] + late) * _SEGMENTS + signs.segment


def segment_of(key: ir.IntegerValue) -> ir.IntegerValue:
    """The segment's number packed into `key`."""
    return key % _SEGMENTS


def evidence_masks(signs: ir.Table, chain: Chain) -> dict[str, ir.BooleanValue]:
    """Kind of evidence to the signs that are it."""
    activities = [activity.code for activity in chain.reading.activities]
    makes = signs.activity.isin([activities.index("making"), activities.index("growing")])
    researches = signs.activity == activities.index("research")
    core = signs.says_here == SAYS["core"]
    return {
        "made": core & makes,
        "researched": core & researches,
        "offered": core & ~makes & ~researches,
        "core": core,
        "related": signs.says_here == SAYS["related"],
        "peripheral": signs.says_here == SAYS["peripheral"],
        "hint": signs.says_here == SAYS["hint"],
    }


def of_scopes(signs: ir.Table, chain: Chain) -> ir.Table:
    """One row per scope with signs: for each kind of evidence <kind>_at, <kind>_lead, <kind>_key, <kind>_count;

    signs_found, items, made_segments (bits of the segments that are made), scope_signs (evidence)."""
    columns: dict[str, ir.Value] = {}
    bit = number_at(signs.segment, [1 << place for place in range(len(chain.outline.segments))])
    key, masks = _key(signs), evidence_masks(signs, chain)
    made = masks["made"]
    for kind, mask in masks.items():
        columns[f"{kind}_at"] = signs["at"].min(where=mask)
        columns[f"{kind}_lead"] = signs.from_start.min(where=mask)
        columns[f"{kind}_key"] = key.min(where=mask)
        columns[f"{kind}_count"] = mask.sum()
    return signs.group_by(*ROW).agg(
        made_segments=any_bits(ibis.ifelse(made, bit, 0)),
        signs_found=signs.count(),
        items=signs["items"].max(),
        scope_signs=evidence.of_scopes(signs, chain),
        **columns,
    )


def of_contexts(words: ir.Table, chain: Chain) -> ir.Table:
    """One row per scope that speaks of some context or of making: row, contexts (bits), makes."""
    making = 1 << [activity.code for activity in chain.reading.activities].index("making")
    is_making = (words.bits == making) & ~words.is_negated
    told = words.filter(((words.context > 0) & ~words.is_covered) | is_making)
    return told.group_by(*ROW).agg(contexts=any_bits(told.context), makes=(told.bits == making).any())


def gathered(names: ir.Table, scopes: ir.Table, contexts: ir.Table) -> ir.Table:
    """One row per registration of which something is known; absent evidence stands at FAR."""
    both = names.outer_join(scopes, ROW)
    keys = {column: both[column].coalesce(both[f"{column}_right"]) for column in ROW}
    both = both.mutate(**keys).drop(*(f"{column}_right" for column in ROW))
    joined = both.left_join(contexts, ROW).drop(*(f"{column}_right" for column in ROW))
    counts = [c for c in joined.columns if c.endswith(("_count", "_segments"))]
    places = [c for c in joined.columns if c.endswith(("_at", "_lead"))]
    return joined.mutate(
        name_kinds=joined.name_kinds.coalesce(0),
        is_named=joined.is_named.coalesce(False),
        name_node=joined.name_node.coalesce(-1),
        contexts=joined.contexts.coalesce(0),
        makes=joined.makes.coalesce(False),
        share=(joined.signs_found / joined["items"]).coalesce(0.0),
        **{place: joined[place].coalesce(FAR) for place in places},
        **{count: joined[count].coalesce(0) for count in counts},
    )
