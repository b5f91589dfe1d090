"""What pages of the imports app show, in the reader's language."""
