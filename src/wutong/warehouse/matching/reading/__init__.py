"""How a written name is read: words, places, syllables. Pure; knows no index."""
