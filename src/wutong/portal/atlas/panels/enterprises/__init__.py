"""Lists and portraits as their pages show them."""
