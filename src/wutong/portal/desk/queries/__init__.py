"""Every read of the desk: ties of the release beside what people judged. Returns small typed rows."""
