"""What a list of records shows beside its rows: facets, chips, orders, pages, a file."""
