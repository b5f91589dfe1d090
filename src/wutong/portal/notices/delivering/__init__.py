"""How a message leaves: who takes which delivery up, and what each channel does with it."""
