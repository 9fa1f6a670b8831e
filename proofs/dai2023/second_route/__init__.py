"""Attention token by token, in fractions."""
