"""Which enterprise a branch belongs to: the one whose name the branch carries."""

import enum

import ibis
import ibis.expr.types as ir


class ParentRule(enum.StrEnum):
    """How a parent was told from its namesakes."""

    IN_PROVINCE = "only_one_of_that_name_in_the_province"
    IN_NATION = "only_one_of_that_name"


def plan(members: ir.Table) -> ir.Table:
    """`resolve__parent`: branches with their parent. A name that several bear in the province links nobody."""
    primary = members.filter(members.is_primary)
    slim = primary.select("enterprise_id", "name_key", "province_code", "is_branch", "parent_key")
    branches = slim.filter(slim.is_branch, slim.parent_key.notnull())
    wanted = branches.select("parent_key").distinct()
    bearing = slim.semi_join(wanted, slim.name_key == wanted.parent_key)
    everywhere = bearing.group_by("name_key").aggregate(
        nation_count=bearing.count(), nation_id=bearing.enterprise_id.min()
    )
    here = bearing.group_by(["name_key", "province_code"]).aggregate(
        province_count=bearing.count(), province_id=bearing.enterprise_id.min()
    )
    joined = branches.join(everywhere, branches.parent_key == everywhere.name_key).drop("name_key_right")
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
