"""Delimited text (CSV, TSV): finding its dialect, cutting it at rows, and parsing the rows."""
