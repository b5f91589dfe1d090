"""Template tags of the following app."""
