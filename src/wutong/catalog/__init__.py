"""Loads sources/ and catalog/ into frozen, validated objects. Declarations are data; nothing here decides."""
