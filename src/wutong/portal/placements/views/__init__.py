"""Pages of the placements app."""
