"""Who stands where in a placement, and for whom each act of its flow is: one table, which tests walk through."""

from enum import StrEnum


class Side(StrEnum):
    """A side of a placement. `office` is whoever leads VS02; `overseer` only looks on."""

    FIRM = "firm"
    DOCTOR = "doctor"
    UNIT = "unit"
    OFFICE = "office"
    OVERSEER = "overseer"


PARTIES = (Side.FIRM, Side.DOCTOR, Side.UNIT)

_FIRM, _DOCTOR, _UNIT, _OFFICE = (frozenset({side}) for side in (Side.FIRM, Side.DOCTOR, Side.UNIT, Side.OFFICE))
ACTS = {
    "file": _FIRM,
    "publish": _OFFICE,
    "decline": _OFFICE,
    "withdraw": _FIRM,
    "propose": _OFFICE,
    "apply": _DOCTOR,
    "accept": _DOCTOR,
    "refuse": _DOCTOR,
    "choose": _FIRM,
    "turn_down": _FIRM,
    "clear": _OFFICE,
    "conflict": _OFFICE,
    "revise": _FIRM,
    "sign": frozenset(PARTIES),
    "conclude": frozenset(PARTIES),
    "renew": frozenset(PARTIES),
    "onboard": _FIRM,
    "add_milestone": _FIRM | _DOCTOR,
    "begin": _FIRM,
    "log": _DOCTOR,
    "confirm_log": _FIRM,
    "reach": _FIRM,
    "add_output": _FIRM | _DOCTOR,
    "review": _OFFICE,
    "close_year": _DOCTOR,
    "rate": _OFFICE,
    "claim": _FIRM,
    "grant": _OFFICE,
    "extend": _FIRM,
    "offer": _FIRM,
    "take": _DOCTOR,
    "refuse_offer": _DOCTOR,
    "announce": _DOCTOR,
    "permit": _UNIT,
    "withhold": _UNIT,
    "complete": _FIRM | _DOCTOR,
    "exit": frozenset(PARTIES),
}
# What follows by itself once the last party has confirmed; nobody asks for these.
FOLLOWING = frozenset({"conclude", "renew"})
