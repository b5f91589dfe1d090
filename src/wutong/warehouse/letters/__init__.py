"""How letters are read: cleaned, as pinyin, as codes. Pure."""
