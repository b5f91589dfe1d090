"""Branch or not: how long the parent's name is at the start of a branch's name."""

import ibis
import ibis.expr.types as ir

from wutong.catalog.names import Branches
from wutong.warehouse.standardize.text import any_of, from_position


def with_parent_length(table: ir.Table, branches: Branches) -> ir.Table:
    """`table` with parent_length: so many characters of `name` are the parent's; null where it is no branch's."""
    word = branches.company_word
    at = table.name.find(word)
    found = table.mutate(
        company_end=at + len(word),
        tail=ibis.ifelse(at > 1, from_position(table.name, at + len(word)), ""),
        # Most names hold the word; the others are matched against their marks.
        other_parent=ibis.ifelse(at < 0, _parent_of_no_company(table.name, branches), ""),
    ).view()
    of_company = ibis.ifelse(found.tail == "", False, ~found.tail.re_search(_no_branch(branches)))
    length = ibis.cases((of_company, found.company_end), (found.other_parent != "", found.other_parent.length()))
    return found.mutate(parent_length=length).drop("company_end", "tail", "other_parent").view()


def _no_branch(branches: Branches) -> str:
    """A tail that is only a remark in brackets, or that ends as a company of its own."""
    return rf"^\([^()]*\)$|{any_of(branches.own_forms)}$"


def _parent_of_no_company(name: ir.StringValue, branches: Branches) -> ir.StringValue:
    """`name` up to its last legal form before a mark of branches; empty where there is none."""
    marks, endings = any_of(branches.marks), any_of(branches.parent_endings)
    return ibis.ifelse(name.re_search(f"{marks}$"), name.re_extract(f"^(..+{endings}).*{marks}$", 1), "")
