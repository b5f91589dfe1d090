"""Declared figures as pages show them. Reads nothing."""
