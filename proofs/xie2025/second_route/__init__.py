"""Attention with a guess in NumPy, straight from its definition."""
