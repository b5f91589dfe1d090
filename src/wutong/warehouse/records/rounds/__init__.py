"""Rounds of financing, with amounts that are mostly told in words."""
