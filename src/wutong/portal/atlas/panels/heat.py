"""How strong a tint repeats a location quotient."""

STEPS = (1, 1.5, 2, 3)


def heat_of(quotient: float | None) -> int:
    """0 below par, then one step at each of STEPS. The tint only repeats the number that it stands behind."""
    return sum((quotient or 0) >= step for step in STEPS)
