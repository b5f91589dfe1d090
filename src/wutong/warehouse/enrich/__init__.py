"""What is added to what the register says: place on the chain, the enterprise as users see it, its figures."""
