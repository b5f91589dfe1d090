"""What follows from a move of a case: a letter, a certificate, people told, an answer put right."""
