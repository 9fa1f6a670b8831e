"""The map of two factors in fractions."""
