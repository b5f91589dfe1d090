"""Template filters of the imports app."""
