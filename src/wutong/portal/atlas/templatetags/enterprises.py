"""Words of portraits, for templates."""

from django import template

from wutong.portal.atlas.panels.enterprises import rules

register = template.Library()

register.filter("role", rules.role_title)
register.filter("merge_rule", rules.merge_sentence)
