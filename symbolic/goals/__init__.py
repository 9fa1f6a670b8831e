"""Statements about models as formulas of the kernel, and the procedures that are trusted with them."""
