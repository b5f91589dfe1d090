"""Every read of the hospitals of a release."""
