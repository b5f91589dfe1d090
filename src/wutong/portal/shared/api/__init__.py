"""What every API of the portal is made of: its errors, its limit, its texts in both languages."""
