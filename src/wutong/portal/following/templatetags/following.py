"""The mark in the reader's menu, and the button that a page shows for the thing it is about."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from wutong.portal.accounts.models import Person
from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.atlas.panels.figures.page import pairs
from wutong.portal.atlas.release_reader import Question
from wutong.portal.following import queries

register = template.Library()


@register.simple_tag
def new_changes(person: Person) -> int:
    """How many things that `person` follows have changed since they looked. One query."""
    try:
        return queries.new_count(person, current_release().version)
    except NoRelease:
        return 0


@register.inclusion_tag("following/place.html", takes_context=True)
def follow_button(context: template.Context, kind: str, subject: str) -> dict[str, Any]:
    """Where the button comes once the page is there: pages are kept for everybody, and the button is somebody's own."""
    request = context.get("request")
    back = request.get_full_path() if request else ""
    query = urlencode({"kind": kind, "subject": subject, "back": back})
    return {"address": f"{reverse('following:button')}?{query}"}


@register.filter
def as_subject(question: Question) -> str:
    """An indicator's question as it is followed: without what it is told by."""
    query = urlencode(pairs(Question(question.indicator, (), question.where, question.within)))
    return f"{question.indicator}?{query}" if query else question.indicator
