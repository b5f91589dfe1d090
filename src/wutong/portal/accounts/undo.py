"""A step back from what was just done, offered once on the next page. The step is an ordinary, checked write."""

from dataclasses import asdict, dataclass, field

from django.http import HttpRequest

_KEY = "undo"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, as a sentence, and the form that takes it back; no address where there is no way back."""

    sentence: str
    address: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def tell(request: HttpRequest, sentence: str, address: str = "", **fields: str) -> None:
    """Say on the next page what was done."""
    request.session[_KEY] = asdict(Done(sentence, address, fields))


def told(request: HttpRequest) -> Done | None:
    """What the page before did, if anything; asked once."""
    held = request.session.pop(_KEY, None)
    return Done(**held) if held else None
