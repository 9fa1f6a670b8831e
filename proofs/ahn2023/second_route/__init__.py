"""The model in NumPy, straight from its definition: what second routes are computed with."""
