"""Statements of the flow on the line, as formulas."""
