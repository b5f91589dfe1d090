"""Every read of a release. Returns small typed rows; knows no request."""
