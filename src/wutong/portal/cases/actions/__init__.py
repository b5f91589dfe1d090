"""Every write to cases."""
