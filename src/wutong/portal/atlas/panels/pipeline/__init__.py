"""What the pipeline page shows."""
