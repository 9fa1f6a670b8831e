"""The variants in NumPy, straight from their definitions."""
