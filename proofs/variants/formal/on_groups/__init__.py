"""Formulas of claims where W is uniform on a group of matrices."""
