"""From a query to candidates, to points, to reasons."""
