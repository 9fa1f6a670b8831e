"""Exact numbers and expressions: rationals, harmonic numbers, limits, enclosures, equality, the general symbols."""
