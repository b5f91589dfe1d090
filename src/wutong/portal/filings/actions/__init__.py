"""Every write of the filings app."""
