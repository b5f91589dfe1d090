"""What the pages of the service zone show."""
