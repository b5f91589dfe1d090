"""Trials as pages show them. Reads nothing."""
