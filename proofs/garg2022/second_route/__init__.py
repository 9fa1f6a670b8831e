"""Prompts with a shift and the trained transformer, in NumPy and from their definitions."""
