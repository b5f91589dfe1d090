"""Following: what somebody keeps an eye on, and what a release changed; for everybody, and for whoever follows."""
