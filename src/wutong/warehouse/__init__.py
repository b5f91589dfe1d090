"""Turns raw registers into immutable releases. `pipeline` is the table of contents."""
