"""What is kept about somebody: told to them, and erased when they ask. Driven by catalog/personal/."""
