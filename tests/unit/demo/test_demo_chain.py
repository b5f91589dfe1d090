"""The demo shows the whole chain: each node is what some invented firm does."""

from itertools import product
from pathlib import Path

from spec.placement_drawing import place
from wutong.catalog.catalog import load_catalog
from wutong.catalog.demo import Clause, Demo
from wutong.engine.opening import open_engine


def said(clause: Clause, demo: Demo) -> list[str]:
    """Every item of a clause, in its frames by turns."""
    clause = demo.clauses.shared[clause.use] if clause.use else clause
    return [clause.frames[number % len(clause.frames)].replace("…", item) for number, item in enumerate(clause.items)]


def firms(demo: Demo) -> list[tuple[str, str]]:
    """Names and scopes of firms: all that each trade says, under each of its words, and what it adds."""
    found = []
    for trade in demo.trades:
        main = said(trade.main, demo)
        found += [(f"杭州甲乙{word}有限公司", scope) for word, scope in product(trade.words, main)]
        first = trade.main.frames[0].replace("…", "、".join(trade.main.items[:5]))
        for text in (text for clause in trade.also for text in said(clause, demo)):
            found += [(f"杭州甲乙{word}有限公司", f"{first}；{text}") for word in trade.words]
    return found


def test_every_node_has_a_firm(tmp_path: Path) -> None:
    catalog = load_catalog()
    with open_engine("duckdb", scratch=tmp_path) as engine:
        placed = place(engine, catalog.chain, *firms(catalog.demo))
    nodes = {node for row in placed.values() for node in row["nodes"]}
    assert sorted(set(catalog.chain.nodes) - nodes) == []
