"""The record of what was done: who, when, to what, and what changed. Rows are added and never changed."""
