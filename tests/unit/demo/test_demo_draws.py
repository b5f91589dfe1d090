"""Laws of the draws: they depend on number, stream and seed alone, and shares come out as asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.demo.draws import Choice, Draws, apportion


@given(st.integers(0, 2**40), st.lists(st.integers(0, 2**45), min_size=1, max_size=20))
def test_a_draw_does_not_depend_on_its_neighbours(seed: int, numbers: list[int]) -> None:
    draws = Draws(seed)
    together = draws.uniform(np.array(numbers, dtype=np.int64), "question")
    alone = [draws.uniform(np.array([number], dtype=np.int64), "question")[0] for number in numbers]
    assert together.tolist() == alone
    assert all(0 <= value < 1 for value in alone)


@pytest.mark.parametrize("stream", ["place", "trade", "capital"])
def test_draws_are_even_and_streams_differ(stream: str) -> None:
    numbers = np.arange(50_000, dtype=np.int64)
    values = Draws(1).uniform(numbers, stream)
    counts = np.histogram(values, bins=20, range=(0, 1))[0]
    assert abs(counts / len(numbers) - 0.05).max() < 0.005
    assert abs(np.corrcoef(values, Draws(1).uniform(numbers, f"{stream}-other"))[0, 1]) < 0.02
    assert abs(np.corrcoef(values, Draws(2).uniform(numbers, stream))[0, 1]) < 0.02
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 0.02


def test_a_choice_keeps_to_its_group_and_weights() -> None:
    choice = Choice([[1, 3], [5], [1, 1, 2]])
    numbers = np.arange(40_000, dtype=np.int64)
    groups = numbers % 3
    picked = choice.pick(Draws(3).uniform(numbers, "pick"), groups)
    shares = {member: float((picked == member).mean() * 3) for member in range(6)}
    assert shares == pytest.approx({0: 0.25, 1: 0.75, 2: 1.0, 3: 0.25, 4: 0.25, 5: 0.5}, abs=0.02)
    assert choice.pick(np.array([0.0, 1 - 1e-16]), 2).tolist() == [3, 5]


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_apportioned_numbers_sum_to_the_whole(total: int, weights: list[float]) -> None:
    exact = np.array(weights) / sum(weights) * total
    counts = apportion(total, np.array(weights))
    assert counts.sum() == total
    assert (abs(counts - exact) < 1.000001).all()
