"""Template filters of the placements app."""
