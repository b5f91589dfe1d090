"""Dossiers as files. A writer knows documents, and nothing of enterprises."""
