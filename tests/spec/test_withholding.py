"""What may be told of trade secrets: no sum or difference of what is told gives a small cell away."""

from fractions import Fraction
from itertools import combinations

import hypothesis.strategies as st
from hypothesis import given, settings

from wutong.warehouse.indicators.protecting import ANY, Atom, Cell, open_cells

LEAST = 5
Vector = tuple[Fraction, ...]


@st.composite
def tables(draw: st.DrawFn) -> list[Atom]:
    """Firms in cells of two or three dimensions; a firm may be in several, as in several years."""
    width = draw(st.integers(2, 3))
    keys = draw(
        st.lists(st.tuples(*[st.sampled_from("abc") for _ in range(width)]), min_size=1, max_size=8, unique=True)
    )
    return [Atom(key, frozenset(draw(st.sets(st.sampled_from("0123456789XYZ"), min_size=1)))) for key in sorted(keys)]


def members(atoms: list[Atom], cell: Cell) -> list[int]:
    return [
        at
        for at, atom in enumerate(atoms)
        if all(wanted is ANY or wanted == value for wanted, value in zip(cell, atom.key, strict=True))
    ]


def every_cell(atoms: list[Atom]) -> set[Cell]:
    width = len(atoms[0].key)
    masks = [set(chosen) for size in range(width + 1) for chosen in combinations(range(width), size)]
    return {
        tuple(ANY if at in mask else value for at, value in enumerate(atom.key)) for atom in atoms for mask in masks
    }


def firms(atoms: list[Atom], held: list[int]) -> int:
    return len({firm for at in held for firm in atoms[at].firms})


def vector(atoms: list[Atom], held: list[int]) -> Vector:
    return tuple(Fraction(at in held) for at in range(len(atoms)))


class Known:
    """All that follows from what is told, by exact elimination: nothing of the code that is tested."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, Vector]] = []

    def _rest(self, told: Vector) -> Vector:
        for lead, row in self.rows:
            if told[lead]:
                told = tuple(a - told[lead] * b for a, b in zip(told, row, strict=True))
        return told

    def tell(self, told: Vector) -> None:
        rest = self._rest(told)
        lead = next((at for at, value in enumerate(rest) if value), None)
        if lead is not None:
            self.rows.append((lead, tuple(value / rest[lead] for value in rest)))

    def follows(self, told: Vector) -> bool:
        return not any(self._rest(told))


@given(tables())
@settings(max_examples=150, deadline=None)
def test_no_combination_of_what_is_told_gives_a_small_cell(atoms: list[Atom]) -> None:
    told = open_cells(atoms, LEAST)
    known = Known()
    for cell in sorted(told, key=str):
        assert firms(atoms, members(atoms, cell)) >= LEAST
        known.tell(vector(atoms, members(atoms, cell)))
    for cell in every_cell(atoms):
        held = members(atoms, cell)
        if firms(atoms, held) < LEAST:
            assert not known.follows(vector(atoms, held)), cell
        # What follows is told, so that nobody has to subtract for it.
        assert (cell in told) == known.follows(vector(atoms, held))


@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_sum_of_small_cells_of_together_few_firms_follows(atoms: list[Atom]) -> None:
    known = Known()
    for cell in sorted(open_cells(atoms, LEAST), key=str):
        known.tell(vector(atoms, members(atoms, cell)))
    for size in (2, 3, 4):
        for held in combinations(range(len(atoms)), size):
            if firms(atoms, list(held)) < LEAST:
                assert not known.follows(vector(atoms, list(held)))


@given(tables())
@settings(max_examples=150, deadline=None)
def test_what_is_left_of_a_total_is_never_of_few_firms(atoms: list[Atom]) -> None:
    told = open_cells(atoms, LEAST)
    for total in told:
        for place, value in enumerate(total):
            if value is ANY:
                parts = {(*total[:place], atom.key[place], *total[place + 1 :]) for atom in atoms} & told
                seen = {at for part in parts for at in members(atoms, part)}
                left = firms(atoms, [at for at in members(atoms, total) if at not in seen])
                assert left == 0 or left >= LEAST


def test_nothing_is_withheld_without_need() -> None:
    atoms = [Atom((city,), frozenset(f"{city}{at}" for at in range(5))) for city in "ab"]
    assert open_cells(atoms, LEAST) == {("a",), ("b",), (ANY,)}


def test_the_smallest_neighbour_is_withheld_with_a_small_cell() -> None:
    sizes = {"large": 40, "middle": 12, "lesser": 6, "small": 2}
    atoms = [Atom((name,), frozenset(f"{name}{at}" for at in range(size))) for name, size in sizes.items()]
    assert open_cells(atoms, LEAST) == {(ANY,), ("large",), ("middle",)}


def test_a_cell_is_not_given_away_over_another_dimension() -> None:
    """The small cell of one row is guarded in its column too."""
    sizes = {("x", "p"): 2, ("x", "q"): 9, ("x", "r"): 8, ("y", "p"): 9, ("y", "q"): 9, ("y", "r"): 9}
    atoms = [Atom(key, frozenset(f"{key}{at}" for at in range(size))) for key, size in sizes.items()]
    told = open_cells(atoms, LEAST)
    assert {(ANY, ANY), ("x", ANY), ("y", ANY), (ANY, "p")} <= told
    assert ("x", "p") not in told
    assert ("y", "p") not in told
    assert sum((row, column) in told for row in "xy" for column in "pqr") == 2


def test_nothing_at_all_is_told_of_too_few() -> None:
    assert open_cells([Atom(("a",), frozenset("1234"))], LEAST) == frozenset()
    assert open_cells([], LEAST) == frozenset()
