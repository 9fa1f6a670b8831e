"""The recursion in NumPy, straight from its definition."""
