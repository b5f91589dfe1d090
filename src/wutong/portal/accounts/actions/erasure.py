"""Somebody asks to be erased, takes it back, or is erased: once, when the grace is over, in one transaction."""

import secrets
from datetime import date, timedelta
from functools import partial

import structlog
from django.contrib.auth.hashers import make_password
from django.db import transaction

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import notices
from wutong.portal.accounts.actions import memberships, people
from wutong.portal.accounts.models import Erasure, Membership, Person, former_username
from wutong.portal.accounts.owning import forgetting, hooks
from wutong.portal.accounts.owning.duties import owed_by
from wutong.portal.shared.audit.recording import Named, Program, action, after_commit, nothing_changed, record
from wutong.portal.shared.catalogue import catalogue

TIMER = Program("wutong tick", "wutong tick")
log = structlog.get_logger(__name__)


class HandOverFirst(WutongError):
    code = "accounts.hand_over_first"
    sentence = Text(
        zh="注销前请先移交：{what}。办理页面见本页“须先移交”。",
        en="Hand over first: {what}. “To be handed over first” on this page leads there.",
    )


@action
def ask(*, person: Person, by: Named) -> Erasure:
    """Put an account on its way out; once asked for, it stays as it is. Raises HandOverFirst."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    held = Erasure.objects.filter(person=locked, taken_back_at__isnull=True).first()
    if held is not None:
        nothing_changed()
        return held
    need_successors(locked)
    due_on = clock.today() + timedelta(days=catalogue().personal.grace.days)
    made = Erasure.objects.create(person=locked, asked_at=clock.now(), due_on=due_on)
    record("person.erasure_asked", about=locked, by=by, after={"due_on": due_on.isoformat()})
    if locked.email:
        after_commit(partial(notices.erasure_asked, locked, due_on))
    return made


@action
def take_back(*, person: Person, by: Named) -> None:
    """Stay after all."""
    Person.objects.select_for_update().get(pk=person.pk)
    held = waiting(person)
    if held is None:
        return nothing_changed()
    held.taken_back_at = clock.now()
    held.save(update_fields=["taken_back_at"])
    record("person.erasure_taken_back", about=person, by=by)
    return None


@action
def carry_out(*, erasure: Erasure, by: Named) -> None:
    """Erase whoever asked for it, if nobody did so before. Raises HandOverFirst, and then changes nothing."""
    person = Person.objects.select_for_update().get(pk=erasure.person_id)
    held = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if held.done_at is not None or held.taken_back_at is not None:
        return nothing_changed()
    need_successors(person)
    held.pseudonym, held.is_running = _new_pseudonym(), True
    held.save(update_fields=["pseudonym", "is_running"])
    for one in Membership.objects.filter(person=person, until__isnull=True):
        memberships.end(membership=one, by=by)
    gone = {model: count for model, goer in hooks.goers() if (count := goer.forget(person, by))}
    for model, count in forgetting.forget(person, held.pseudonym).items():
        gone[model] = gone.get(model, 0) + count
    _empty(person, held.pseudonym)
    held.done_at, held.is_running, held.gone = clock.now(), False, gone
    held.save(update_fields=["done_at", "is_running", "gone"])
    record("person.erased", about=person, by=by, after={"rows": sum(gone.values()), "tables": ", ".join(sorted(gone))})
    return None


def carry_out_due(day: date) -> int:
    """Erase everybody whose grace is over by `day`; how many. Whoever has to hand over first waits."""
    done = 0
    due = Erasure.objects.filter(due_on__lte=day, done_at__isnull=True, taken_back_at__isnull=True)
    for one in list(due.order_by("due_on", "pk")):
        try:
            with transaction.atomic():
                carry_out(erasure=one, by=TIMER)
            done += 1
        except (HandOverFirst, people.LastPlatformAdministrator) as error:
            log.warning("erasure waits", person=one.person_id, why=error.code)
    return done


def waiting(person: Person) -> Erasure | None:
    """What somebody asked for and can still take back."""
    return Erasure.objects.filter(person=person, taken_back_at__isnull=True, done_at__isnull=True).first()


def need_successors(person: Person) -> None:
    """Raise HandOverFirst while something is theirs that somebody else must take over."""
    if owed := [one.said for one in owed_by(person)]:
        raise HandOverFirst(what=Text("；".join(one.zh for one in owed), "; ".join(one.en for one in owed)))


def _new_pseudonym() -> str:
    """One that nobody has, and that says nothing of whom it stands for."""
    length = 2
    while True:
        made = f"前成员 Former member {secrets.token_hex(length)}"
        if not Erasure.objects.filter(pseudonym=made).exists():
            return made
        length += 1


def _empty(person: Person, pseudonym: str) -> None:
    person.username, person.name, person.email = former_username(person.pk), pseudonym, ""
    person.password, person.is_active, person.last_login = make_password(None), False, None
    person.save(update_fields=["username", "name", "email", "password", "is_active", "last_login"])
