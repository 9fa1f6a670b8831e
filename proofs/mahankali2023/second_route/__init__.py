"""The layer in NumPy, straight from its definition."""
