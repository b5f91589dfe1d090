"""Exports: a list as a file, made in the background, owned by the session that asked for it."""
