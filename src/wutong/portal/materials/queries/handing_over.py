"""Places of controlled materials that somebody hands over before their account is erased."""

from collections.abc import Iterator

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Bond, register_duty
from wutong.portal.materials.actions.places import may_keep
from wutong.portal.materials.models import Keeper


def kept(person: Person) -> Iterator[Bond]:
    """Places that somebody keeps now, with their holders."""
    rows = Keeper.objects.filter(person=person, until__isnull=True).select_related("place__organisation")
    for one in rows.order_by("pk"):
        place, holder = one.place, one.place.organisation
        if may_keep(person, holder):
            name = Text(f"{holder.name.zh} {place.name}", f"{holder.name.en}, {place.name}")
            yield Bond(name, f"{reverse('materials:places')}?holder={holder.pk}#place-{place.pk}")


register_duty("keeper", kept)
