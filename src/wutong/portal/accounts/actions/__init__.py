"""Every write of the accounts app: keyword-only, by whom, in one transaction with its audit row."""
