"""Every read of the appointments app across models."""
