"""Every read of the voice app."""
