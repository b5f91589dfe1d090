"""Drugs: a product is not its approvals, and neither is a trial."""
