"""Writes invented registers in the shape of real ones. Reads catalog/demo and divisions only; never real data."""
