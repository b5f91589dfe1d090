"""Every read of cases."""
