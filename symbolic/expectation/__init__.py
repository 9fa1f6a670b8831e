"""Expectations over the start and over W, one file a kind of randomness: moments by pattern, sums, orbits, draws."""
