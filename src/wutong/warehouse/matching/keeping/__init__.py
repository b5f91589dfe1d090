"""The matching index: names as arrays of letters and syllables, with lists of who holds which. Knows no queries."""
