"""Forms of the imports app."""
