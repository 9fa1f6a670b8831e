"""Statements of the full loss, as formulas."""
