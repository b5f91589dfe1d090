"""One enterprise: everything a release says about it, where each value was read, and who stands beside it."""
