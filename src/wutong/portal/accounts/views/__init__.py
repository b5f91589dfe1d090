"""Pages of the accounts app: access → query or form → action → answer."""
