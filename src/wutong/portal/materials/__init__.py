"""Controlled materials (A13): permits, places and their keepers, the ledger of custody and use, reports."""
