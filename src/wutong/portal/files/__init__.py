"""Files that people upload: looked at, kept outside the web root, given out only as attachments."""
