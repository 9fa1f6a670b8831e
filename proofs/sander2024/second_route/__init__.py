"""The models of Sander et al. in NumPy, straight from their definitions."""
