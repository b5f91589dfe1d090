"""What an uploaded file is, found by its content; and whether it may be kept. Reads bytes, writes nothing."""
