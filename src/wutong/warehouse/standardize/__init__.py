"""Raw text to typed rows: identifiers, amounts, dates, kinds, name parts, places. Row by row; knows no other row."""
