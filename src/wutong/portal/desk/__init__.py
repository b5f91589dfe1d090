"""The desk: people judge who is who, enterprises object, and what was judged goes back to the warehouse."""
