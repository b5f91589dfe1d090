"""How candidates are found, compared and judged. Reads the index; changes nothing."""
