"""Mail that the desk sends, in the language of whoever gets it. Called once the write is safe."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.portal.accounts.notices import address_of, django_language
from wutong.portal.desk.acts import VERDICTS
from wutong.portal.desk.models import Objection
from wutong.portal.shared.language import wording


def answered(objection_id: int) -> None:
    """What the desk judged of somebody's objection; nothing where they have no address or it is open again."""
    found = Objection.objects.select_related("filed_by", "answered_by").get(pk=objection_id)
    person, judgement = found.filed_by, found.answered_by
    if judgement is None or not person.email:
        return
    with override(django_language(person)):
        context = {
            "person": person,
            "objection": found,
            "verdict": wording(VERDICTS[judgement.verdict]),
            "why": judgement.why,
            "link": address_of("desk:objections"),
        }
        text = render_to_string("desk/mail/answered.txt", context)
        send_mail(_("Your objection has been judged"), text, settings.DEFAULT_FROM_EMAIL, [person.email])
