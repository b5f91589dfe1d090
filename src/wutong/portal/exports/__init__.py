"""Exports: a list or a dossier as a file, made in the background, owned by the session that asked for it."""
