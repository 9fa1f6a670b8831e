"""Steps from a start in NumPy, straight from their definition."""
