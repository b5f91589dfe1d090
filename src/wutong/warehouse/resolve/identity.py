"""Which registrations are of one enterprise. Plans; nothing is read or written here.

A registration belongs to the enterprise of its own key. A registration without a credit code joins the one enterprise
that has the same name, city and date of registration and a better key. Namesakes elsewhere are never merged.
`exceptions` finds the few rows for which more than one row must be looked at, so that the many pass straight through.
"""

import ibis
import ibis.expr.types as ir

from wutong.warehouse.resolve.keys import BY_CREDIT_CODE, BY_NAME, BY_NUMBER, ORIGIN, SAME_PLACE, Rule, worth_of

# Short facts only: the long texts would have to be read for every row of the nation.
_FACTS = ("registered_on", "capital_cny", "city_code", "district_code", "kind_text")
_RECORD = ("enterprise_id", *ORIGIN, "is_primary", "rule")
_SHARED = (*_RECORD, "own_id")


def exceptions(standard: ir.Table) -> ir.Table:
    """`resolve__record` of every row of an enterprise that has several rows. `standard` has own_id and own_rule.

    The primary record is the one with a credit code, then the most complete, then the latest registered; rows that
    are equal in all this are told apart by their origin, so that the order of files never matters.
    """
    known = sum((standard[name].notnull().cast("int64") for name in _FACTS), ibis.literal(0))
    worth = worth_of(standard.own_rule)
    slim = standard.select(*ORIGIN, *SAME_PLACE, "own_id", "own_rule", own_worth=worth, known=known)
    adopted = _adopted(slim)
    assigned = _assigned(_suspects(slim, standard, adopted), adopted)
    counted = assigned.group_by("enterprise_id").aggregate(row_count=assigned.count())
    several = assigned.semi_join(counted.filter(counted.row_count > 1), "enterprise_id")
    order = [several.own_worth, several.known.desc(), several.registered_on.desc(nulls_first=False), *ORIGIN]
    place = ibis.row_number().over(group_by="enterprise_id", order_by=order)
    return several.mutate(is_primary=place == 0).select(*_SHARED)


def members(standard: ir.Table, exceptions: ir.Table) -> ir.Table:
    """`standard` with enterprise_id, is_primary and rule on every row."""
    joined = standard.left_join(exceptions.drop("own_id"), ORIGIN).drop("file_id_right", "row_number_right")
    return joined.mutate(
        enterprise_id=ibis.coalesce(joined.enterprise_id, joined.own_id),
        is_primary=joined.is_primary.fill_null(True),
        rule=ibis.coalesce(joined.rule, joined.own_rule),
    ).drop("own_id", "own_rule")


def records(members: ir.Table) -> ir.Table:
    """`resolve__record`."""
    return members.select(*_RECORD)


def _suspects(slim: ir.Table, standard: ir.Table, adopted: ir.Table) -> ir.Table:
    """The rows whose own key another row has as well, or that are adopted or adopt: all of an enterprise or none.

    Digests of keys are counted, for they are shorter; two keys of one digest only make a row too many suspect.
    """
    digests = standard.select(digest=standard.own_id.hash())
    counted = digests.group_by("digest").aggregate(row_count=digests.count())
    repeated = counted.filter(counted.row_count > 1).select("digest")
    sides = [adopted.select(digest=adopted[side].hash()) for side in ("own_id", "adopted_id")]
    known = slim.mutate(digest=slim.own_id.hash())
    return known.semi_join(ibis.union(repeated, *sides), "digest").drop("digest")


def _assigned(slim: ir.Table, adopted: ir.Table) -> ir.Table:
    """Each row with the enterprise it belongs to, after rows with a lesser key have found theirs."""
    joined = slim.left_join(adopted.drop("own_id"), ORIGIN).drop("file_id_right", "row_number_right")
    return joined.mutate(
        enterprise_id=ibis.coalesce(joined.adopted_id, joined.own_id),
        rule=ibis.ifelse(joined.adopted_id.notnull(), str(Rule.NAME_PLACE_AND_DATE), joined.own_rule),
    )


def _adopted(slim: ir.Table) -> ir.Table:
    """Rows with a lesser key and the id of the one enterprise of the same name, city and date with a better key.

    Where there are two such enterprises there is no telling, and the row stays its own.
    """
    told = slim.filter(slim.city_code.notnull(), slim.registered_on.notnull())
    seeking = told.filter(told.own_worth > BY_CREDIT_CODE)
    giving = told.filter(told.own_worth < BY_NAME).semi_join(seeking, SAME_PLACE)
    coded, numbered = giving.own_worth == BY_CREDIT_CODE, giving.own_worth == BY_NUMBER
    found = giving.group_by(SAME_PLACE).aggregate(
        coded_count=giving.own_id.nunique(where=coded),
        coded_id=giving.own_id.min(where=coded),
        numbered_count=giving.own_id.nunique(where=numbered),
        numbered_id=giving.own_id.min(where=numbered),
    )
    joined = seeking.join(found, SAME_PLACE)
    by_number = (joined.coded_count == 0) & (joined.numbered_count == 1) & (joined.own_worth == BY_NAME)
    adopted = ibis.cases(
        (joined.coded_count == 1, joined.coded_id), (by_number, joined.numbered_id), else_=ibis.null("string")
    )
    return joined.select(*ORIGIN, "own_id", adopted_id=adopted).filter(ibis._.adopted_id.notnull())
