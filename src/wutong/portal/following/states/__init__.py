"""What releases say of followed things: read, kept, and compared step by step."""
