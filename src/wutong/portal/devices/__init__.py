"""Classes of devices: what a product is likely to be, asked singly or by the file, and the lists it is told from."""
