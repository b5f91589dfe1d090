"""What a dossier says, whatever it is written as. Knows no file format."""
