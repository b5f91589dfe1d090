"""Risk assessments that only somebody who asks to be erased can still give."""

from collections.abc import Iterator

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Bond, register_duty
from wutong.portal.imports.models import Assessor, Opinion


def awaited(person: Person) -> Iterator[Bond]:
    """Opinions awaited from somebody, and from nobody else without a conflict."""
    free = Assessor.objects.filter(opinion__stage=Opinion.Stage.ASKED, person__is_active=True).exclude(
        declared=Assessor.Declared.CONFLICT
    )
    others = free.exclude(person=person).values("opinion_id")
    for one in free.filter(person=person).exclude(opinion__in=others).select_related("opinion").order_by("pk"):
        yield Bond(Text(one.opinion.item, one.opinion.item), reverse("imports:opinion", args=[one.opinion_id]))


register_duty("expert", awaited)
