"""What enterprises say: one pool for every channel, dispatched, answered within its clock, rated (A12)."""
