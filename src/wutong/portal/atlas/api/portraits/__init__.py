"""Blocks of a portrait through the JSON API."""
