"""Views: access, then a query or a form, then an answer. No SQL and no arithmetic here."""
