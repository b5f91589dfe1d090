"""Words for classes of devices in templates."""

from django import template

from wutong.portal.devices import words

register = template.Library()
register.filter("risk_title", words.risk_title)
register.filter("risk_short", words.risk_short)
register.filter("group_title", words.group_title)
