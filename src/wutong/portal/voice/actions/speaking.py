"""Somebody says something, for their organisation or, at a window, for a visitor's."""

from dataclasses import dataclass

from wutong.kernel import clock
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.flowing.moving import Actor, Told, act
from wutong.portal.shared.audit.recording import action, record
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.voice.actions.handling import follow
from wutong.portal.voice.models import Channel, Petition

FLOW = "voice"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: kind, title, words, the service that it is about, where it was said."""

    kind: str
    title: str
    text: str
    service_code: str = ""
    channel: str = Channel.PORTAL
    issue: str = ""


@action
def say(*, said: Said, organisation: Organisation, roles: frozenset[str], by: Person) -> Petition:
    """Enter it into the pool; its clocks begin."""
    flow = catalogue().flows[FLOW]
    issue = said.issue
    if said.service_code and not issue:
        issue = catalogue().services[said.service_code][-1].issue
    made = Petition.objects.create(
        flow_code=flow.code,
        state=flow.begins,
        phase=flow.state(flow.begins).phase,
        number=next_number("SQ", clock.today()),
        kind=said.kind,
        channel=said.channel,
        organisation=organisation,
        entered_by=by,
        title=said.title.strip(),
        text=said.text.strip(),
        service_code=said.service_code,
        issue=issue,
    )
    act(made, "file", actor=Actor(by, roles, by.pk), seen=0, told=Told(), then=follow)
    record("petition.moved", about=made, by=by, organisation=organisation, after={"act": "file", "state": "received"})
    return Petition.objects.get(pk=made.pk)
