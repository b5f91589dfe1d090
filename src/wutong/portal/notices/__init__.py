"""Messages to people: written once on commit, kept word for word, delivered in the portal, by mail and by services."""
