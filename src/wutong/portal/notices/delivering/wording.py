"""The words of a notice as they leave by mail or a service: what was written, and where it is found."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from wutong.portal.accounts.notices import django_language
from wutong.portal.notices.models import Notice


def mail_text(notice: Notice) -> str:
    """The text of a mail, with the way to the thing and to the reader's choice of channels."""
    return _text("notices/mail/notice.txt", notice)


def service_text(notice: Notice, *, is_personal: bool) -> str:
    """The text for a service; in a room that others read it says for whom."""
    return _text("notices/mail/service.txt", notice, is_personal=is_personal)


def _text(template: str, notice: Notice, **more: object) -> str:
    origin = notice.origin.rstrip("/")
    address = notice.address or reverse("notices:one", kwargs={"notice_id": notice.pk})
    context = {
        "notice": notice,
        "name": notice.recipient.audit_label,
        "link": f"{origin}{address}" if origin else "",
        "choices": f"{origin}{reverse('notices:preferences')}" if origin else "",
        **more,
    }
    with override(django_language(notice.recipient)):
        return render_to_string(template, context).strip() + "\n"
