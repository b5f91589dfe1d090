"""Invented records of invented firms: trials, drugs, money, hospitals, devices, in the shapes of their sources."""
