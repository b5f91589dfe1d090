"""The append-only ledger (E12): books of numbered entries that correct one another and are chained by their hashes."""
