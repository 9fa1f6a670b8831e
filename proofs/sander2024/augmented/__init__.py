"""Augmented tokens: Proposition 2, its minimisers, its step, and how it compares with normalised attention."""
