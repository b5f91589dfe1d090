"""WeCom, DingTalk and whatever else apprise knows: one configured service at a time."""

from importlib import import_module
from typing import Any

from wutong.portal.notices.delivering.outcome import Left, Outcome, Stayed
from wutong.portal.notices.delivering.targets import target_of
from wutong.portal.notices.delivering.wording import service_text
from wutong.portal.notices.models import Delivery


def deliver(delivery: Delivery) -> Outcome:
    """Hand it to its service. What the service is called is told; its address, which holds a key, never."""
    target = target_of(delivery.target)
    if target is None:
        return Stayed("service.removed", is_final=True)
    notice = delivery.notice
    apprise = _apprise()
    service = apprise.Apprise.instantiate(target.url_of(notice.recipient))
    if service is None:
        return Stayed("service.odd", target.scheme, is_final=True)
    if "overflow=" not in target.url:
        # A service that takes only short messages gets several, rather than none.
        service.overflow_mode = apprise.OverflowMode.SPLIT
    words = service_text(notice, is_personal=target.is_personal)
    is_taken = service.notify(
        title=notice.subject,
        body=words,
        notify_type=apprise.NotifyType.INFO,
        body_format=apprise.NotifyFormat.TEXT,
    )
    if not is_taken:
        return Stayed("service.refused", target.scheme, is_down=True)
    return Left(target.scheme, f"{notice.subject}\n\n{words}")


def _apprise() -> Any:
    """Loaded when the first message leaves by it: it takes a second, and most installations use none."""
    return import_module("apprise")
