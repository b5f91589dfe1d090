"""Filings and their clocks beside an enterprise's pipeline: what runs for it, and what is due next (A21)."""
