"""What a channel answers: that a notice left, or why it did not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Left:
    """It left: to whom, and in what words."""

    sent_to: str
    words: str


@dataclass(frozen=True, slots=True)
class Stayed:
    """It did not leave. `is_final` where trying again is useless, `is_down` where nothing else will leave that way now.

    `error` is what the other side said, shown to officers: never an address of a service, which holds its key.
    """

    code: str
    error: str = ""
    is_final: bool = False
    is_down: bool = False


Outcome = Left | Stayed
