"""Statements of what the trained model can do, as formulas."""
