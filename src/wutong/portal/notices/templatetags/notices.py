"""The bell in the reader's menu."""

from django import template

from wutong.portal.accounts.models import Person
from wutong.portal.notices import queries

register = template.Library()


@register.simple_tag
def unread_messages(person: Person) -> str:
    """How many messages `person` has not read, such as "3" or "99+"; empty where there is none."""
    count = queries.unread_of(person)
    if count >= queries.MOST_COUNTED:
        return f"{queries.MOST_COUNTED - 1}+"
    return str(count) if count else ""
