"""Sums over labels and times that need more than powers: residue classes, and several poles in one size."""
