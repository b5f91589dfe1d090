"""Every read of the clinical trials of a release."""
