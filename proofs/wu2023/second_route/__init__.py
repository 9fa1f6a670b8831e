"""The step in NumPy, straight from its definition."""
