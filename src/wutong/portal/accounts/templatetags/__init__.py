"""Template tags of forms and roles."""
