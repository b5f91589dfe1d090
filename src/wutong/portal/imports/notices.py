"""Mail that the imports app sends, in the language of whoever gets it. Called once the write is safe."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.notices import address_of, django_language
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.imports.acts import STATES
from wutong.portal.imports.models import Approval, Opinion, Shipment
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one mail says: a subject, a sentence, what it is about and where that stands."""

    subject: Promise
    sentence: Promise
    about: str
    link: str
    state: str = ""


def opinion_given(opinion_id: int) -> None:
    """To whoever asked."""
    found = Opinion.objects.select_related("asked_by").get(pk=opinion_id)
    link = address_of("imports:opinion", opinion_id=str(found.pk))
    _send([found.asked_by], _Letter(_("An opinion on your import"), _("An opinion has been given."), found.item, link))


def assessor_asked(opinion_id: int, person_id: int) -> None:
    """To whoever shall give it."""
    found = Opinion.objects.get(pk=opinion_id)
    link = address_of("imports:opinion", opinion_id=str(found.pk))
    sentence = _("You are asked to assess an import. Declare first whether you have a conflict of interest.")
    _send(Person.objects.filter(pk=person_id), _Letter(_("Please assess an import"), sentence, found.item, link))


def approval_granted(approval_id: int) -> None:
    """To the holder's people."""
    found = Approval.objects.select_related("organisation").get(pk=approval_id)
    letter = _Letter(_("An import has been approved"), _("An approval has been entered."), str(found), _page(found))
    _send(_people_of(found.organisation), letter)


def approval_withdrawn(approval_id: int) -> None:
    """To the holder's people."""
    found = Approval.objects.select_related("organisation").get(pk=approval_id)
    sentence = _("An approval has been withdrawn; nothing more can be declared against it.")
    _send(_people_of(found.organisation), _Letter(_("An approval was withdrawn"), sentence, str(found), _page(found)))


def shipment_decided(shipment_id: int) -> None:
    """To whoever declared it."""
    found = Shipment.objects.select_related("declared_by", "approval").get(pk=shipment_id)
    link = address_of("imports:shipment", shipment_id=str(found.pk))
    sentence = _("Customs has decided on a shipment.")
    letter = _Letter(_("Your shipment: customs has decided"), sentence, found.audit_label, link, found.state)
    _send([found.declared_by], letter)


def _page(approval: Approval) -> str:
    return address_of("imports:approval", approval_id=str(approval.pk))


def _people_of(organisation: Organisation) -> Iterable[Person]:
    """Those of the organisation who may apply for it."""
    codes = [role.code for role in Role if Permission.CASE_APPLY in role.permissions]
    held = held_now(Membership.objects.filter(organisation=organisation, role_code__in=codes))
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("pk")


def _send(people: Iterable[Person], letter: _Letter) -> None:
    for person in people:
        if not person.email:
            continue
        with override(django_language(person)):
            state = wording(STATES[letter.state]) if letter.state else ""
            context = {"person": person, "letter": letter, "state": state}
            text = render_to_string("imports/mail/letter.txt", context)
            send_mail(str(letter.subject), text, settings.DEFAULT_FROM_EMAIL, [person.email])
