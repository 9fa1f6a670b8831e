"""Layers in fractions, one sample after the other."""
