"""What the index keeps on disk, how it is made and how it is read back."""
