"""Listed companies: who they are, the names they go by, and their quarterly figures."""
