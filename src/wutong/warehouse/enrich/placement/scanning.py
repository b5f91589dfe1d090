"""Finds the declared words in names and scopes, with the exact place of each. Decides nothing."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.warehouse.enrich.placement.words import (
    Kind,
    any_of,
    first_look,
    first_look_at_names,
    grouped,
    lookup,
    name_words,
    sign_words,
    structure,
)

ROW = ("file_id", "row_number")
_SEPARATORS = "、，,；;。"
_TOLD = ("kind", "bits", "context")


@ibis.udf.scalar.builtin(name="regexp_extract_all")  # type: ignore[untyped-decorator]
def _matches(text: str, pattern: str, group: int) -> list[str]:  # type: ignore[empty-body]
    """Every match of `pattern`, in order. DuckDB and Spark call it by the same name."""


def candidates(standard: ir.Table, chain: Chain) -> ir.Table:
    """The rows that may hold a sign or a biomedical name word; the others are `none` and are not read further."""
    scope = standard.business_scope.coalesce("")
    rows = standard.select(*ROW, name=standard.name_zh, scope=scope, items=item_count(scope))
    return rows.filter(may_be_placed(rows.name, rows.scope, chain))


def may_be_placed(name: ir.StringValue, scope: ir.StringValue, chain: Chain) -> ir.BooleanValue:
    """False where neither text holds any word that could place a registration."""
    return name.re_search(first_look_at_names(chain)) | scope.re_search(first_look(chain))


def item_count(scope: ir.StringValue) -> ir.IntegerValue:
    """How many items a scope lists: one more than its separators."""
    bare = scope
    for separator in _SEPARATORS:
        bare = bare.replace(separator, "")
    return scope.length() - bare.length() + 1


def _sizes(pieces: ir.ArrayValue) -> ir.ArrayValue:
    return pieces.map(lambda piece: piece.length())


def _total(sizes: ir.ArrayValue) -> ir.IntegerValue:
    return sizes.sums().coalesce(0)


def _narrow(total: ir.IntegerValue) -> ir.IntegerValue:
    """A sum in 64 bits. DuckDB adds up into 128, which all that follows would carry on, at twice the cost; Ibis takes
    a plain cast for needless."""
    return total.cast("int32").cast("int64")


def _scan(rows: ir.Table, field: str, pattern: str, *carried: str) -> ir.Table:
    """One row per match of `pattern` in `field`: row, word, at (offset in characters)."""
    # Most rows match none: to ask that first is cheaper than to take all of them apart.
    has, nothing = rows[field].re_search(pattern), ibis.literal([], "array<string>")
    words = ibis.ifelse(has, _matches(rows[field], pattern, 0), nothing)
    gaps = ibis.ifelse(has, rows[field].re_split(pattern), nothing)
    cut = rows.select(*ROW, *carried, words=words, gaps=gaps)
    cut = cut.filter(cut.words.length() > 0)

    cut = cut.mutate(word_sizes=_sizes(cut.words), gap_sizes=_sizes(cut.gaps))
    each = cut.mutate(place=ibis.range(cut.words.length().cast("int32")).unnest())
    word = each.words[each.place.cast("int32")]
    before = _total(each.word_sizes[: each.place]) + _total(each.gap_sizes[: each.place + 1])
    return each.select(*ROW, *carried, word=word, at=_narrow(before))


def names(rows: ir.Table, chain: Chain) -> ir.Table:
    """Words of names: row, word, at, kind, node (-1 = none), is_biomedical."""
    declared = name_words(chain)
    found = _scan(rows, "name", any_of(word.word for word in declared))
    words = lookup(("name_word", "kind", "node"), ((w.word, w.kind, w.node) for w in declared))
    known = found.join(words, found.word == words.name_word)
    biomedical = [number for number, kind in enumerate(chain.names.kinds) if kind.is_biomedical]
    return known.select(*ROW, "word", "at", "kind", "node", is_biomedical=known.kind.isin(biomedical))


def _structure(rows: ir.Table, chain: Chain) -> ir.Table:
    declared = structure(chain)
    found = _scan(rows, "scope", f"{chain.reading.brackets}|{any_of(declared)}")
    table = lookup(
        ("scope_word", "kind", "bits", "context"),
        ((word, int(token.kind), token.bits, token.context) for word, token in sorted(declared.items())),
    )
    known = found.left_join(table, found.word == table.scope_word)
    told = (known[name].coalesce(0).name(name) for name in _TOLD)
    return known.select(*ROW, ibis.literal(0, "int64").name("items"), "word", "at", *told)


def _things(rows: ir.Table, words: list[str]) -> ir.Table:
    found = _scan(rows, "scope", any_of(words), "items")
    told = {"kind": int(Kind.THING), "bits": 0, "context": 0}
    return found.select(*ROW, "items", "word", "at", **{name: ibis.literal(told[name], "int64") for name in _TOLD})


def scopes(rows: ir.Table, named: ir.Table, chain: Chain) -> ir.Table:
    """Words of scopes with where they stand. `named` (the words of names) tells which scopes without a sign matter.

    row, word, at, kind, bits, context, clause, part, and

    starts: the offset at which the part begins; headed: where the last heading ended (0 = none);
    is_negated: the word stands behind a negation of its part; is_covered: it lies inside a longer word.
    """
    groups = grouped(sign_words(chain))
    things = _things(rows, groups[0]).union(*(_things(rows, group) for group in groups[1:]))
    telling = things.select(*ROW).union(named.filter(named.is_biomedical).select(*ROW))
    found = things.union(_structure(rows.semi_join(telling, ROW), chain))
    known = found.mutate(ends=found["at"] + found.word.length())
    ends_clause = known.kind.isin([int(Kind.CLAUSE_END), int(Kind.HEADING)])
    ends_part = ends_clause | (known.kind == int(Kind.PART_END))
    resets = ends_part | (known.kind == int(Kind.NEGATION_CLOSES))
    order = [known["at"], known.ends.desc(), known.kind]
    window = ibis.window(group_by=ROW, order_by=order, preceding=None, following=0)
    earlier = ibis.window(group_by=ROW, order_by=order, preceding=(None, 1))
    opens = known.kind == int(Kind.NEGATION_OPENS)
    # The latest that opens or closes a negation, and which it is: two words of a scope's structure never begin alike.
    turn = (known["at"] * 2 + opens.cast("int64")).max(where=opens | resets).over(window)
    return known.select(
        *ROW,
        "items",
        "word",
        "at",
        *_TOLD,
        clause=_narrow(ends_clause.cast("int64").sum().over(window)),
        part=_narrow(ends_part.cast("int64").sum().over(window)),
        starts=known.ends.max(where=ends_part).over(window).coalesce(0),
        headed=known.ends.max(where=known.kind == int(Kind.HEADING)).over(window).coalesce(0),
        is_negated=(turn % 2 == 1).coalesce(False),
        is_covered=(known["at"] < known.ends.max(where=known.kind != int(Kind.ACTION)).over(earlier)).coalesce(False),
    )
