"""Pages of the filings app."""
