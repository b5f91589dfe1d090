"""What the pages of hospitals show."""
