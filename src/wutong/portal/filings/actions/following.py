"""What follows from a move of a filing: its end, and the letter where silence became consent."""

from wutong.portal.filings.actions import letters, telling
from wutong.portal.filings.models import FilingStep, TrackedFiling
from wutong.portal.flowing.ticking import TICK
from wutong.workflow.moves import Moved


def follow(filing: TrackedFiling, step: FilingStep, moved: Moved) -> None:
    """In the transaction of the move."""
    if filing.phase == "ended" and filing.ended_on is None:
        filing.ended_on = moved.on
        TrackedFiling.objects.filter(pk=filing.pk).update(ended_on=moved.on)
    if moved.act.clocks.extend:
        telling.of_extension(filing, step)
    letter = letters.write(filing, step, moved)
    if letter is not None:
        telling.of_letter(filing, letter, TICK.who)
