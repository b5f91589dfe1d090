"""Doctors who work in an enterprise: from the need to the end, what was promised beside what was delivered."""
