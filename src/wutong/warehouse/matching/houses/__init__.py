"""Which hospital or university of a list of standard names a written name means. Reads no release."""
