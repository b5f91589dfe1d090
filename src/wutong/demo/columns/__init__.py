"""Each module here makes the columns of one theme (codes, places, names, scopes, capital) of a block of rows."""
