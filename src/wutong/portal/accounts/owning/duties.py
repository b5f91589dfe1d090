"""What somebody hands over before they are erased, as catalog/personal/rules.yml declares it. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Membership, Person
from wutong.portal.accounts.owning.hooks import Bond, bonds_of, register_duty
from wutong.portal.accounts.roles import administrator_of
from wutong.portal.shared.catalogue import catalogue

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be handed over of one duty, and how; never nothing."""

    title: Text
    how: Text
    basis: Text
    bonds: tuple[Bond, ...]

    @property
    def first(self) -> tuple[Bond, ...]:
        """As many as a reader takes in at once."""
        return self.bonds[:_NAMED]

    @property
    def more(self) -> int:
        """How many there are beyond these."""
        return len(self.bonds) - len(self.first)

    @property
    def said(self) -> Text:
        """It in one phrase, with what it is about."""
        names = [one.name for one in self.first]
        rest = Text(f" 等 {len(self.bonds)} 项", f" and {self.more} more") if self.more else None
        return Text(
            f"{self.title.zh}（{'、'.join(one.zh for one in names)}{rest.zh if rest else ''}）",
            f"{self.title.en} ({', '.join(one.en for one in names)}{rest.en if rest else ''})",
        )


def owed_by(person: Person) -> list[Owed]:
    """Everything that somebody has to hand over, in the order of the declaration."""
    found = ((duty, tuple(bonds_of(duty.code, person))) for duty in catalogue().personal.duties.values())
    return [Owed(duty.title.text(), duty.how.text(), duty.basis.text.text(), bonds) for duty, bonds in found if bonds]


def _led_alone(person: Person) -> Iterator[Bond]:
    """Organisations that would be left without an administrator."""
    held = Membership.objects.filter(person=person, until__isnull=True).select_related("organisation").order_by("pk")
    for one in held:
        if one.role is administrator_of(one.organisation.kind):
            others = Membership.objects.filter(
                organisation=one.organisation, role_code=one.role_code, until__isnull=True, person__is_active=True
            )
            if not others.exclude(person=person).exists():
                yield Bond(one.organisation.name, reverse("accounts:organisation", args=[one.organisation_id]))


register_duty("administrator", _led_alone)
