"""Mail: by the operator's server, or as one file for each message in the outbox where no server is named."""

import os
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from wutong.portal.notices.delivering.outcome import Left, Outcome, Stayed
from wutong.portal.notices.delivering.wording import mail_text
from wutong.portal.notices.models import Delivery

_FILES = "django.core.mail.backends.filebased.EmailBackend"


class Outbox(BaseEmailBackend):
    """A file for each message, named after it: the same message twice is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = message.extra_headers["Message-ID"].strip("<>").partition("@")[0]
            draft = folder / f".{name}.{os.getpid()}.draft"
            draft.write_bytes(message.message().as_bytes())
            draft.replace(folder / f"notice-{name}.eml")
        return len(email_messages)


def deliver(delivery: Delivery) -> Outcome:
    """Mail it to where its recipient is reached now. A message has the same number each time it is tried."""
    notice = delivery.notice
    person = notice.recipient
    if not person.email or not person.is_active:
        return Stayed("mail.no_address", is_final=True)
    words = mail_text(notice)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{notice.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    connection = Outbox() if settings.EMAIL_BACKEND == _FILES else get_connection()
    message = EmailMessage(
        notice.subject, words, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers, connection=connection
    )
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        code, reason = next(iter(refused.recipients.values()), (0, b""))
        return Stayed("mail.refused", f"{code} {_plain(reason)}", is_final=code >= 500)
    except SMTPDataError as refused:
        return Stayed("mail.refused", f"{refused.smtp_code} {_plain(refused.smtp_error)}", refused.smtp_code >= 500)
    except (SMTPException, OSError) as error:
        return Stayed("mail.unreachable", f"{type(error).__name__}: {error}", is_down=True)
    return Left(person.email, f"{notice.subject}\n\n{words}")


def _plain(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
