"""Formulas about prompts whose samples lie in one orthant."""
