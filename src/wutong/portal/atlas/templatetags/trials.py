"""What the codes of trials are called, for templates."""

from django import template

from wutong.portal.atlas.panels.trials import words

register = template.Library()

register.filter("trial_title", words.title_of)
register.filter("trial_role", words.role_label)
register.filter("trial_scheme", words.scheme_label)


@register.filter
def trial_word(code: str | None, facet: str) -> str:
    """A code of a facet; nothing where the register says nothing."""
    return words.label_of(facet, code) if code else ""
