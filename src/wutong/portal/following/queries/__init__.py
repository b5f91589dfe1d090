"""Every read of the following app: follows, names beside them, and comparisons of whole releases."""
