"""Every read of the placements app."""
