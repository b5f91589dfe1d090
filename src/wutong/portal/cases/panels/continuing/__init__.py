"""A case goes on by a later version of its service; a certificate goes on by a new case."""
