"""Pages of the desk: the queue, its history, and “this is not us”."""
