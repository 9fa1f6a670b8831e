"""Formulas about limits of the error as prompts and training grow."""
