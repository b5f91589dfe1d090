"""Every read of the materials app. Returns small typed rows."""
