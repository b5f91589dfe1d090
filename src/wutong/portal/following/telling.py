"""Tells followers what a newly promoted release changed: one notice a person and release, whatever stops in between.

The notices go by whichever channels each person chose. A release that was told of is not told again, and a rollback is
no news: nobody hears twice of what they know.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import override

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.notices import django_language
from wutong.portal.flowing.ticking import TICK
from wutong.portal.following.models import Digest, Follow
from wutong.portal.following.panels import words
from wutong.portal.following.panels.digest import body_of, subject_of
from wutong.portal.following.queries.follows import changed_since
from wutong.portal.following.queries.names import names_of
from wutong.portal.following.states import keeping
from wutong.portal.notices.actions import send

_FOUND = Text(zh="我的关注", en="What I follow")


def tell_changes(today: date) -> int:
    """Tell everybody who follows what changed in the release that is served, once; returns how many were told now."""
    version = keeping.served()
    if not version:
        return 0
    last = Digest.objects.order_by("-release_version").first()
    if last is not None and last.release_version >= version:
        return 0
    keeping.take_in()
    since = last.release_version if last else ""
    written = sum(_tell(person, since, version) for person in _followers()) if since else 0
    # Last, so that whoever was not reached before this process died is reached by the next.
    Digest.objects.get_or_create(release_version=version, defaults={"since_version": since, "people_count": written})
    return written


def _followers() -> list[Person]:
    return list(Person.objects.filter(is_active=True, pk__in=Follow.objects.values("person")).order_by("pk"))


def _tell(person: Person, since: str, version: str) -> int:
    rows = changed_since(person, since, version)
    if not rows:
        return 0
    names = names_of(rows, most=words.MOST_ITEMS)
    with override(django_language(person)):
        shown = [one for one in (words.shown_of(row, names) for row in rows) if any(each.lines for each in one.changes)]
        if not shown:
            return 0
        subject, body = subject_of(shown), body_of(shown)
    told = send(
        to=(person,),
        key=f"following:{version}",
        kind="following.changed",
        subject=Text(zh=subject, en=subject),  # in their own language already
        body=Text(zh=body, en=body),
        address=reverse("following:mine"),
        title=_FOUND,
        by=TICK.who,
    )
    return len(told)
