"""Closed forms of sums over labels and times: counts, powers, residue classes, several poles in one size."""
