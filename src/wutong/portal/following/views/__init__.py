"""Pages of the following app."""
