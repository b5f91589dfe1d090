"""What people send to cases, checked."""
