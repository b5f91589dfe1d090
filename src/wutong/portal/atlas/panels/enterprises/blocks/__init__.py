"""Blocks of a portrait that records fill: products, trials, approvals, applications, money, names. Reads nothing."""
