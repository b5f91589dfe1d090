"""Pages of the voice app."""
