"""The one way to write a table: a region that scrolls, heads that sort, a file to take away, a word where it is empty.

Use it as {% table by="id-of-heading" %}{% column _("Name") %}…rows…{% endtable %}. Rows are the page's own.
"""

from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

_COLUMNS = "columns of the table being written"


@dataclass(frozen=True, slots=True)
class Column:
    """One head. `link` leads elsewhere, or to the list in this column's order; `order` is that order where it holds."""

    title: str
    is_number: bool
    link: str
    order: str
    role: str


@register.simple_tag(takes_context=True)
def column(
    context: template.Context, title: str, *, number: bool = False, link: str = "", order: str = "", role: str = ""
) -> str:
    """A column of the table around it; writes nothing by itself."""
    found = Column(title=title, is_number=number, link=link, order=order, role=role)
    context.render_context[_COLUMNS] = (*_columns(context), found)
    return ""


def _columns(context: template.Context) -> tuple[Column, ...]:
    """What the table being written has so far."""
    held = context.render_context.get(_COLUMNS)
    return held if isinstance(held, tuple) else ()


@register.simple_block_tag(takes_context=True, end_name="endtable")
def table(
    context: template.Context,
    content: str,
    *,
    by: str = "",
    label: str = "",
    look: str = "card-table",
    whole: bool = True,
    empty: str = "",
) -> SafeString:
    """The rows in `content` under their columns, named by the heading `by` or by `label`.

    A table that is `whole` can be sorted and taken away on the page; one that is a page of a longer list cannot.
    `empty` is what to say where there are no rows.
    """
    columns = _columns(context)
    context.render_context[_COLUMNS] = ()
    shown = {
        "rows": content,
        "columns": columns,
        "by": by,
        "label": label,
        "look": look,
        "is_whole": whole,
        "empty": empty,
        "is_empty": "<tr" not in content,
    }
    return render_to_string("shared/table.html", shown)
