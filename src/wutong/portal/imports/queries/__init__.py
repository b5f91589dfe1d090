"""Reads of the imports app."""
