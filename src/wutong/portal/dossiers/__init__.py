"""Dossiers: a portrait as a document that is printed, sent and filed, each fact with its numbered source."""
