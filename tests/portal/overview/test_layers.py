"""The layout of the chain's picture: every name once, and the flow from left to right."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from wutong.portal.atlas.panels.layers import lay_out

NAMES = tuple("abcdefgh")
EDGES = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda edge: edge[0] != edge[1]),
    st.integers(min_value=1, max_value=9),
    max_size=20,
)


@given(EDGES)
def test_every_name_stands_once_and_forward_edges_run_right(edges: dict[tuple[str, str], int]) -> None:
    laid = lay_out(NAMES, edges)
    found = Counter(name for layer in laid.layers for name in layer)
    assert found == Counter(NAMES)
    at = {name: column for column, layer in enumerate(laid.layers) for name in layer}
    for source, target in edges:
        if (source, target) not in laid.backward:
            assert at[source] < at[target]


@given(EDGES)
def test_at_least_half_of_the_weight_runs_forward(edges: dict[tuple[str, str], int]) -> None:
    laid = lay_out(NAMES, edges)
    backward = sum(edges[edge] for edge in laid.backward)
    assert 2 * backward <= sum(edges.values())


def test_a_chain_without_cycles_has_no_backward_edge() -> None:
    laid = lay_out(
        ("drug", "reagent", "trade", "care"), {("reagent", "drug"): 3, ("drug", "trade"): 1, ("trade", "care"): 2}
    )
    assert laid.layers == (("reagent",), ("drug",), ("trade",), ("care",))
    assert not laid.backward
