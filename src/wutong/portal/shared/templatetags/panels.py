"""The one way to write a panel, and a fact in a list of them: the heading that names it, and what it holds.

Use it as {% panel "sites" _("Sites") %}…{% endpanel %}; what stands within is the page's own.
"""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(end_name="endpanel")
def panel(content: SafeString, ident: str, title: str, *, width: str = "half", look: str = "", hint: str = "") -> str:
    """A card of that `width` (half, full) under its heading, with the id `ident`-title; `hint` stands beside it."""
    beside = format_html('<span class="card-hint">{}</span>', hint) if hint else ""
    return format_html(
        '<section class="card panel panel-{}{}" aria-labelledby="{}-title"><div class="card-header">'
        '<h2 class="card-title" id="{}-title">{}</h2>{}</div>{}</section>',
        width,
        f" {look}" if look else "",
        ident,
        ident,
        title,
        beside,
        conditional_escape(content),
    )


@register.simple_tag
def fact(title: str, value: object) -> str:
    """A line of a list of facts."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", title, value)
