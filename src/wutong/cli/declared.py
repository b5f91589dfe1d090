"""`wutong catalog`: what is declared."""

import enum
from collections.abc import Callable
from typing import Annotated, Any

import typer

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.cli.terminal import UnusedHome, show_json, show_table
from wutong.kernel import environment


class Kind(enum.StrEnum):
    """The kinds of declared things."""

    SOURCES = "sources"
    TABLES = "tables"
    CHAIN = "chain"
    INDICATORS = "indicators"
    SERVICES = "services"
    APPLICATIONS = "applications"
    CLUSTERS = "clusters"


def catalog(
    kind: Annotated[Kind, typer.Argument(help="What to list. 要列出的内容。")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines. 输出 JSON。")] = False,
    home: UnusedHome = None,
) -> None:
    """List what is declared. 列出已声明的内容。

    Example: `wutong catalog sources --json`
    """
    found = _READERS[kind](load_catalog())
    if as_json:
        for row in found:
            show_json(row)
        return
    language = environment.language()
    if kind is Kind.SERVICES:
        show_table(_SERVICE_COLUMNS, [_service(row, language) for row in found])
        return
    show_table(("code", "title"), [(row["code"], row["title"][language]) for row in found])


_SERVICE_COLUMNS = ("code", "title", "flow", "limits", "promise", "papers", "version", "since", "sure")


def _service(row: dict[str, Any], language: str) -> tuple[Any, ...]:
    """A service in one line: its own limits of law and its promise with their units, and how sure its text is."""
    promise = row["promise"]
    return (
        row["code"],
        row["title"][language],
        row["flow"],
        "; ".join(_limit(one) for one in row["limits"]),
        _limit(promise) if promise else "",
        len(row["papers"]),
        row["version"],
        row["effective_from"],
        row["confidence"],
    )


def _limit(one: dict[str, Any]) -> str:
    amount, unit = one["limit"]["amount"], one["limit"]["unit"]
    said = f"{amount} {unit}" if amount else unit
    asked = one.get("when")
    return f"{one['clock']}: {said}" + (f" ({', '.join(asked['one_of'])})" if asked else "")


def _row(code: str, declaration: Any, title: str = "title") -> dict[str, Any]:
    dumped: dict[str, Any] = declaration.model_dump(mode="json")
    dumped["title"] = dumped.pop(title)
    return {"code": code, **dumped}


def _zones(catalog: Catalog) -> list[dict[str, Any]]:
    clusters = catalog.clusters.values()
    return [row for one in clusters for row in (_row(one.code, one), *(_row(zone.code, zone) for zone in one.zones))]


_READERS: dict[Kind, Callable[[Catalog], list[dict[str, Any]]]] = {
    Kind.SOURCES: lambda c: [_row(code, one) for code, one in c.sources.items()],
    Kind.TABLES: lambda c: [_row(code, one) for code, one in c.released.items()],
    Kind.CHAIN: lambda c: [
        _row(code, one) | {"segment": c.chain.segment_of[code]} for code, one in c.chain.nodes.items()
    ],
    Kind.INDICATORS: lambda c: [_row(code, one) for code, one in c.indicators.items()],
    Kind.SERVICES: lambda c: [_row(code, versions[-1]) for code, versions in c.services.items()],
    Kind.APPLICATIONS: lambda c: [_row(code, one) for code, one in c.applications.items()],
    Kind.CLUSTERS: _zones,
}


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command()(catalog)
