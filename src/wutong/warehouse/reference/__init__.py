"""Reference lists given as sources (divisions, industries): raw rows in, small typed rows in memory out.

They are read before anything else, for other steps look names up in them.
"""
