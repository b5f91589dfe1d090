"""The pipeline through the JSON API: counts, lists, products, applications and hospitals."""
