"""Every write to claims."""
