"""Cases of the demo: some months of a district, invented, drawn from one seed, made by the actions of real ones."""
