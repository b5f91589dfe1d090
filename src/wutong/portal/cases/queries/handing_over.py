"""Cases that somebody hands over before their account is erased: those in hand, and opinions awaited from them."""

from collections.abc import Iterator

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Bond, register_duty
from wutong.portal.cases.models import Case, Opinion


def in_hand(person: Person) -> Iterator[Bond]:
    """Cases that somebody works on and that have not ended."""
    rows = Case.objects.filter(assignee=person).exclude(phase="ended")
    for case in rows.order_by("due_on", "pk"):
        yield Bond(_name(case), reverse("cases:case", args=[case.case_id]))


def awaited(person: Person) -> Iterator[Bond]:
    """Opinions that a panel awaits from somebody."""
    rows = Opinion.objects.filter(expert=person, given_at__isnull=True, released_at__isnull=True)
    for one in rows.exclude(case__phase="ended").select_related("case").order_by("due_on", "pk"):
        yield Bond(_name(one.case), reverse("cases:opinion", args=[one.case.case_id, one.pk]))


def _name(case: Case) -> Text:
    title = case.service.title
    return Text(f"{title.zh} {case.number}".strip(), f"{title.en} {case.number}".strip())


register_duty("handler", in_hand)
register_duty("expert", awaited)
