"""What codes of products, applications and hospitals are called, for templates."""

from typing import Protocol

from django import template

from wutong.portal.atlas.panels.lists import words
from wutong.portal.atlas.panels.products.timeline import kind_label
from wutong.portal.shared.language import reader_language

register = template.Library()


class Named(Protocol):
    """A product, or a line of a list of them."""

    @property
    def name_zh(self) -> str | None: ...

    @property
    def name_en(self) -> str | None: ...


@register.filter
def product_name(one: Named) -> str:
    """The name in the reader's language where there is one, else the other."""
    both = (one.name_en, one.name_zh) if reader_language() == "en" else (one.name_zh, one.name_en)
    return both[0] or both[1] or ""


@register.filter
def facet_word(code: str | None, facet: str) -> str:
    """A code of a facet; nothing where nothing is told."""
    return words.label_of(facet, code) if code else ""


register.filter("stage_meaning", words.stage_meaning)
register.filter("issuer", words.issuer_label)
register.filter("event_kind", kind_label)
