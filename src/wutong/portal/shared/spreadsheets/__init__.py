"""Rows as files for spreadsheets: what a cell may hold, how files are written, how one is answered with."""
