"""Every write of the appointments app."""
