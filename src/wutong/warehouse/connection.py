"""A DuckDB of one's own, in memory, for those who ask tables by SQL. Plans run on an engine instead."""

import duckdb


def connect(**config: str | int) -> duckdb.DuckDBPyConnection:
    """A connection that draws no bar while it works: a command tells of its progress itself, and its output is for
    other programs to read. `config` are DuckDB's settings."""
    connection = duckdb.connect(config=dict(config))
    connection.execute("SET enable_progress_bar = false")
    return connection
