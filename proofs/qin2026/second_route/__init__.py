"""Gated attention by scores, in fractions."""
