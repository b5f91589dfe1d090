"""The bytes of files on disk: received within limits, written aside, renamed, checked, removed."""
