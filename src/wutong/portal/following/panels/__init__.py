"""Changes as pages show them. Writes nothing."""
