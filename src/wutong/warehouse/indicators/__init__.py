"""Figures asked of a release. Declared in catalog/indicators/; computed from the rows that each answer opens to."""
