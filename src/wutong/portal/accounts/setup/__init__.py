"""The first people of a home: the cast of the demo, and whoever is named on the command line."""
