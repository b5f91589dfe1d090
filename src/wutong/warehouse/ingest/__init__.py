"""Reads the files of a source into raw rows as text, each with its origin. Interprets no value."""
