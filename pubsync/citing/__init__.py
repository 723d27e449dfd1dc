"""Citations, names and dates in print."""
