"""One act of somebody on a placement: asked of the flow, written down, told to the other sides."""

from dataclasses import replace

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.flowing import moving
from wutong.portal.flowing.moving import Told
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions.telling import tell
from wutong.portal.placements.models import Placement, PlacementStep
from wutong.portal.shared.audit.recording import record
from wutong.workflow.moves import Moved

_NOTHING = Told()


class PlacementRefused(WutongError):
    """Something that the flow allows and the placement's own facts do not. `rule` names which, to test and count by."""

    code = "placements.refused"
    sentence = Text(zh="{zh}。", en="{en}.")

    def __init__(self, rule: str, text: Text) -> None:
        self.rule = rule
        super().__init__(zh=text.zh, en=text.en)


def carry(*, seen: Seen, code: str, after: int, by: Person, told: Told = _NOTHING, detail: str = "") -> Placement:
    """Do the act `code` on what `by` saw after `after` steps, inside an action; returns the placement as it is then."""
    before = seen.placement.state
    actor = seen.actor_for(code)
    kept = replace(told, details={**told.details, "about": detail}) if detail else told
    followed = moving.act(seen.placement, code, actor=actor, seen=after, told=kept, then=follow)
    after_it = {"state": followed.step.to_state, "act": code, "reason": told.reason or None, "detail": detail or None}
    record(
        "placement.moved",
        about=seen.placement,
        by=by,
        organisation=seen.placement.organisation,
        before={"state": before},
        after=after_it,
    )
    return fresh(seen.placement)


def fresh(placement: Placement) -> Placement:
    """The placement as it is in the database, with what is read with it."""
    return Placement.objects.select_related(*Placement.read_with).get(pk=placement.pk)


def follow(placement: Placement, step: PlacementStep, moved: Moved) -> None:
    """What follows from a move: an end has its day, and the other sides are told."""
    if placement.phase == "ended":
        Placement.objects.filter(pk=placement.pk).update(ended_on=clock.today())
    tell(placement, step, moved.act)
