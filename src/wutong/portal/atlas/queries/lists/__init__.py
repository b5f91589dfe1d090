"""Lists of records: one way to find, count, order and page whatever a release holds many of."""
