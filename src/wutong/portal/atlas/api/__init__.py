"""The JSON API: what the pages show, for programs. Reads through the same queries; holds no SQL of its own."""
