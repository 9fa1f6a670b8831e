"""Weighted steps in NumPy, straight from their definition."""
