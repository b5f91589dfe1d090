"""Pages of the pipeline: the board, its lists, products, applications and hospitals."""
