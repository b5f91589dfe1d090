"""Finds an enterprise by what a person types: names, pinyin, codes. Knows no portal, and no table but its own."""
