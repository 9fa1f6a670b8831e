"""Statements of the start at 1_d, as formulas."""
