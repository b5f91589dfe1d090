"""Somebody claims an enterprise by its credit code; an officer, or its administrators, confirm or refuse."""
