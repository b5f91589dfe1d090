"""Fonts and lines for what is drawn as PDF."""
