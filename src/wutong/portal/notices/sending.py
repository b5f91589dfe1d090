"""Delivers what waits, in a thread beside requests; `wutong tick` and the server's timer take up what was left over.

Several may do so at once: each delivery is taken up by one. A channel that is down is left alone until the next time.
"""

from collections.abc import Callable

import structlog

from wutong.portal.notices.delivering import mail, services, taking
from wutong.portal.notices.delivering.outcome import Left, Outcome, Stayed
from wutong.portal.notices.models import Channel, Delivery
from wutong.portal.shared.audit.circumstances import present
from wutong.portal.shared.background import Worker, every

SECONDS_BETWEEN = 30

log = structlog.get_logger(__name__)
_CHANNELS: dict[str, Callable[[Delivery], Outcome]] = {Channel.MAIL: mail.deliver, Channel.APPRISE: services.deliver}


def deliver_waiting() -> int:
    """Deliver everything that is due; returns how many left. Never raises for what one of them meets."""
    left = 0
    down: set[taking.Route] = set()
    while (delivery := taking.take_next(down)) is not None:
        outcome = _tried(delivery)
        if isinstance(outcome, Left):
            taking.sent(delivery, sent_to=outcome.sent_to, words=outcome.words)
            left += 1
            continue
        log.warning("notice not delivered", delivery=delivery.pk, channel=delivery.channel, code=outcome.code)
        taking.put_off(delivery, code=outcome.code, error=outcome.error, is_final=outcome.is_final)
        if outcome.is_down:
            down.add((delivery.channel, delivery.target))
    return left


def _tried(delivery: Delivery) -> Outcome:
    if delivery.attempts > taking.MOST_ATTEMPTS:  # every sender of it died
        return Stayed("gave_up", is_final=True)
    try:
        return _CHANNELS[delivery.channel](delivery)
    except Exception as error:  # one odd notice must not stop all others for ever
        log.exception("notice broken", delivery=delivery.pk)
        return Stayed("broken", type(error).__name__)


_worker = Worker("notices", deliver_waiting)


def start() -> None:
    """See to it that somebody delivers what waits, where a request is being answered: this process lives on.

    A command may end, or be about to fork, before a thread of its own is done: what it wrote is left to the server.
    """
    if present().request_id:
        _worker.start()


def keep_delivering() -> None:
    """From now on, beside requests, take up what waits or is to be tried again: first of all what was left over."""
    _worker.start()
    every(SECONDS_BETWEEN, "notices", deliver_waiting)
