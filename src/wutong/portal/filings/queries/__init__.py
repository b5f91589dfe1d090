"""Every read of the filings app."""
