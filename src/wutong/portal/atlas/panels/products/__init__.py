"""What the pages of products and applications show."""
