"""Wutong (梧桐): an open industry brain for biomedical clusters."""
