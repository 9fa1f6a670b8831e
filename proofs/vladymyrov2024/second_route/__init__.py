"""Layers of linear attention in fractions."""
