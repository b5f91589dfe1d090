"""The mark in the reader's menu, and an indicator's question as a thing to follow."""

from urllib.parse import urlencode

from django import template

from wutong.portal.accounts.models import Person
from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.atlas.panels.figures.page import pairs
from wutong.portal.atlas.release_reader import Question
from wutong.portal.following.queries import follows as queries
from wutong.portal.following.states import keeping
from wutong.portal.following.subjects import question_of

register = template.Library()


@register.simple_tag
def new_changes(person: Person) -> int:
    """How many things that `person` follows have changed since they looked; wakes whoever takes a new release in."""
    try:
        standing = queries.standing_of(person, current_release().version)
    except NoRelease:
        return 0
    if standing.behind:
        keeping.start()
    return standing.new


@register.filter
def as_subject(question: Question) -> str:
    """An indicator's question as it is followed: without what it is told by. Empty where it cannot be followed."""
    query = urlencode(pairs(Question(question.indicator, (), question.where, question.within)))
    code = f"{question.indicator}?{query}" if query else question.indicator
    return code if question_of(code) is not None else ""
