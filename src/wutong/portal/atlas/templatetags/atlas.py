"""What codes of a release are called, for templates."""

from django import template

from wutong.portal.atlas import labels
from wutong.portal.atlas.panels.heat import heat_of
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

register = template.Library()

register.filter("tier", labels.tier_label)
register.filter("segment", labels.segment_label)
register.filter("node", labels.node_label)
register.filter("place", labels.place_label)
register.filter("heat", heat_of)
register.filter("reason", labels.reason_label)
register.filter("field", labels.field_label)


@register.filter
def source(code: str) -> str:
    """The title of a source."""
    declared = catalogue().sources.get(code)
    return wording(declared.title) if declared else code
