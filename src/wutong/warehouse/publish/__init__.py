"""Turns a folder of tables into a checked, promoted release, and reads it back. Knows no source."""
