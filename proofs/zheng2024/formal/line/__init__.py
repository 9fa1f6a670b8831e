"""Statements of invariance and of the limit, as formulas."""
