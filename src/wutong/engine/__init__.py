"""One relational plan on DuckDB (default) or Spark. Plans are Ibis expressions; this package only runs them."""
