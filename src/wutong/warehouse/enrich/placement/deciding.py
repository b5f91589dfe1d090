"""Applies the declared rules, in order, to the gathered features. The rules themselves are in decisions.yml."""

from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.catalog.chain.checks import EVIDENCE
from wutong.catalog.chain.decisions import When
from wutong.catalog.chain.reading import Reading
from wutong.warehouse.enrich.placement.features import FAR, segment_of
from wutong.warehouse.enrich.placement.scanning import ROW
from wutong.warehouse.enrich.placement.words import code_at, number_at

_KINDS = tuple(sorted(EVIDENCE))
_SCARCE = 5


def _bits(codes: tuple[str, ...], declared: list[str]) -> int:
    return sum(1 << declared.index(code) for code in codes)


def _place(rows: ir.Table, kind: str, where: str, reading: Reading) -> ir.BooleanValue:
    present, leading = rows[f"{kind}_at"] < FAR, rows[f"{kind}_lead"] <= reading.lead_within
    opening = rows[f"{kind}_lead"] <= reading.opening_within
    late = present & ~leading
    return {"absent": ~present, "anywhere": present, "opening": opening, "leading": leading, "late": late}[where]


def _conditions(rows: ir.Table, when: When, chain: Chain) -> list[ir.BooleanValue]:
    kinds = [kind.code for kind in chain.names.kinds]
    contexts = [context.code for context in chain.names.contexts]
    found: list[ir.BooleanValue] = []
    if when.name:
        found.append((rows.name_kinds & _bits(when.name, kinds)) != 0)
    if when.name_not:
        found.append((rows.name_kinds & _bits(when.name_not, kinds)) == 0)
    if when.named is not None:
        found.append(rows.is_named == when.named)
    for kind in _KINDS:
        where = getattr(when, kind)
        if where:
            found.append(_place(rows, kind, where, chain.reading))
    if when.context:
        found.append((rows.contexts & _bits(when.context, contexts)) != 0)
    if when.context_not:
        found.append((rows.contexts & _bits(when.context_not, contexts)) == 0)
    if when.before:
        found.append(rows[f"{when.before[0]}_at"] < rows[f"{when.before[1]}_at"])
    if when.makes is not None:
        found.append(rows.makes == when.makes)
    if when.scarce:
        found.append(rows[f"{when.scarce[0]}_count"] * _SCARCE <= rows[f"{when.scarce[1]}_count"])
    if when.makes_all:
        all_of = _bits(when.makes_all, list(chain.outline.segments))
        found.append((rows.made_segments & all_of) == all_of)
    if when.share_at_least is not None:
        found.append(rows.share >= when.share_at_least)
    if when.share_below is not None:
        found.append(rows.share < when.share_below)
    return found


def _holds(rows: ir.Table, when: When, chain: Chain) -> ir.BooleanValue:
    return reduce(and_, _conditions(rows, when, chain), ibis.literal(True))


def _segment(rows: ir.Table, chain: Chain) -> ir.StringValue:
    """The segment's code that the deciding rule gives to each row."""
    segments, rules = list(chain.outline.segments), chain.decisions
    of_node = [-1, *(segments.index(chain.segment_of[node]) for node in chain.nodes)]
    numbers = {kind: segment_of(rows[f"{kind}_key"]) for kind in _KINDS}
    numbers["name"] = number_at(rows.name_node + 1, of_node)
    numbers |= {code: ibis.literal(place, "int64") for place, code in enumerate(segments)}
    used = {rule.then.segment for rule in rules} & set(numbers)
    of_source = {source: [n for n, rule in enumerate(rules) if rule.then.segment == source] for source in sorted(used)}
    number = ibis.cases(
        *((rows.decision.isin(which), numbers[source]) for source, which in of_source.items()), else_=-1
    )
    return code_at(number.coalesce(-1), segments).nullif("").coalesce("other")


def decided(rows: ir.Table, chain: Chain) -> ir.Table:
    """row, tier, segment, rule and the gathered evidence of every registration whose tier is not none."""
    rules = chain.decisions
    holds = [_holds(rows, rule.when, chain) for rule in rules]
    numbered = rows.mutate(decision=ibis.cases(*((h, n) for n, h in enumerate(holds)), else_=-1).cast("int64"))
    placing = [n for n, rule in enumerate(rules) if rule.then.tier != "none"]
    kept = numbered.filter(numbered.decision.isin(placing))
    return kept.select(
        *ROW,
        "name_words",
        "scope_signs",
        tier=code_at(kept.decision, [rule.then.tier for rule in rules]),
        segment=_segment(kept, chain),
        rule=code_at(kept.decision, [rule.rule for rule in rules]),
    )
