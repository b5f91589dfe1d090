"""Lay a directed graph out in layers, upstream to the left. Pure: names in, positions out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Edges = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Layered:
    """Names by layer, from upstream to downstream, and the edges that run against the flow."""

    layers: tuple[tuple[str, ...], ...]
    backward: frozenset[tuple[str, str]]


def lay_out(names: Sequence[str], edges: Edges) -> Layered:
    """Every name in one layer such that most of the edges' weight runs from left to right."""
    order = {name: at for at, name in enumerate(_order(list(names), edges))}
    forward = [edge for edge in edges if order[edge[0]] < order[edge[1]]]
    layer: dict[str, int] = {}
    for name in sorted(order, key=order.__getitem__):
        layer[name] = max((layer[source] + 1 for source, target in forward if target == name), default=0)
    _pull_right(layer, forward, order)
    rows: dict[int, list[str]] = defaultdict(list)
    for name in names:
        rows[layer[name]].append(name)
    backward = frozenset(edge for edge in edges if edge[0] != edge[1] and order[edge[0]] > order[edge[1]])
    return Layered(tuple(_by_neighbours(rows, forward)), backward)


def _order(names: list[str], edges: Edges) -> list[str]:
    """Names such that little weight runs backward: sinks go last, sources first, else the greatest surplus."""
    left: list[str] = []
    right: list[str] = []
    rest = list(names)
    while rest:
        given = {name: sum(edges.get((name, other), 0) for other in rest if other != name) for name in rest}
        taken = {name: sum(edges.get((other, name), 0) for other in rest if other != name) for name in rest}
        sinks = [name for name in rest if given[name] == 0 and taken[name] > 0]
        if sinks:
            right.insert(0, sinks[-1])
            rest.remove(sinks[-1])
            continue
        best = max(rest, key=lambda name: (given[name] - taken[name], -names.index(name)))
        left.append(best)
        rest.remove(best)
    return left + right


def _pull_right(layer: dict[str, int], forward: list[tuple[str, str]], order: Mapping[str, int]) -> None:
    """A name that nothing feeds stands just before the first that it feeds; one without edges stands last."""
    last = max(layer.values(), default=0)
    for name in sorted(layer, key=order.__getitem__, reverse=True):
        targets = [layer[target] for source, target in forward if source == name]
        is_fed = any(target == name for _, target in forward)
        if targets and not is_fed:
            layer[name] = min(targets) - 1
        elif not targets and not is_fed:
            layer[name] = last


def _by_neighbours(rows: Mapping[int, list[str]], forward: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Within a layer, names stand at the height of what feeds them, so that fewer edges cross."""
    found: list[tuple[str, ...]] = []
    height: dict[str, float] = {}
    for at in range(max(rows, default=-1) + 1):
        row = rows.get(at, [])
        wish = {name: _mean([height[a] for a, b in forward if b == name and a in height]) for name in row}
        row = sorted(row, key=lambda name: wish[name])
        height.update({name: position / max(len(row), 1) for position, name in enumerate(row)})
        found.append(tuple(row))
    return found


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.5
