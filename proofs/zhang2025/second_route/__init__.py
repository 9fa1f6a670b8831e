"""Heads in NumPy, straight from their definition."""
