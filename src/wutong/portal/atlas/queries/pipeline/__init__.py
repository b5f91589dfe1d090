"""Every read of the pipeline page."""
