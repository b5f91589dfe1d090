"""Which enterprise a branch belongs to: the one whose name the branch carries."""

import enum

import ibis
import ibis.expr.types as ir

from wutong.warehouse.resolve.identity import members
from wutong.warehouse.resolve.keys import ORIGIN


class ParentRule(enum.StrEnum):
    """How a parent was told from its namesakes."""

    IN_PROVINCE = "only_one_of_that_name_in_the_province"
    IN_NATION = "only_one_of_that_name"


def plan(branches: ir.Table, standard: ir.Table, exceptions: ir.Table) -> ir.Table:
    """`resolve__parent`: branches with their parent. A name that several bear in the province links nobody.

    `branches` are members (see identity) with a parent_key; whose name they carry is looked for in `standard`.
    """
    primary = branches.filter(branches.is_primary, branches.is_branch, branches.parent_key.notnull())
    slim = primary.select("enterprise_id", "province_code", "parent_key")
    bearing = _bearing(slim.select(name_key="parent_key").distinct(), standard, exceptions)
    everywhere = bearing.group_by("name_key").aggregate(
        nation_count=bearing.count(), nation_id=bearing.enterprise_id.min()
    )
    here = bearing.group_by(["name_key", "province_code"]).aggregate(
        province_count=bearing.count(), province_id=bearing.enterprise_id.min()
    )
    joined = slim.join(everywhere, slim.parent_key == everywhere.name_key).drop("name_key")
    joined = joined.left_join(here, (joined.parent_key == here.name_key) & (joined.province_code == here.province_code))
    in_province = (joined.province_count == 1).fill_null(False)
    in_nation = joined.province_count.isnull() & (joined.nation_count == 1)
    linked = joined.select(
        "enterprise_id",
        parent_enterprise_id=ibis.cases(
            (in_province, joined.province_id), (in_nation, joined.nation_id), else_=ibis.null("string")
        ),
        rule=ibis.ifelse(in_province, str(ParentRule.IN_PROVINCE), str(ParentRule.IN_NATION)),
    )
    return linked.filter(linked.parent_enterprise_id.notnull(), linked.parent_enterprise_id != linked.enterprise_id)


def _bearing(names: ir.Table, standard: ir.Table, exceptions: ir.Table) -> ir.Table:
    """The enterprises that bear one of `names`: name_key, province_code, enterprise_id."""
    rows = standard.select(*ORIGIN, "name_key", "province_code", "own_id", "own_rule").semi_join(names, "name_key")
    known = members(rows, exceptions)
    return known.filter(known.is_primary).select("name_key", "province_code", "enterprise_id")
