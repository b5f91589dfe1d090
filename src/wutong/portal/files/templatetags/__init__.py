"""Template tags of the files app."""
