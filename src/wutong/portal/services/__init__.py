"""The service zone: guides to every service by issue and stage, and which of them apply to an enterprise."""
