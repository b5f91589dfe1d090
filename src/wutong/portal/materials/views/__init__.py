"""Pages of controlled materials, for holders and for officers."""
