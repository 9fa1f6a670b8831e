"""The model in NumPy, straight from the definition; it sees laws and `numeric_check`, no derived formula."""
