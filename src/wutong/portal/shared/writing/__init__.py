"""How rows are written: put together where there are many. What is written is decided elsewhere."""
