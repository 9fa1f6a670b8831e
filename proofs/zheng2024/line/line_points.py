"""Points of the line at which second routes are run: short binary fractions, off every curve that a claim is about."""

POINT = (("a", 0.75), ("b", -1.25))

NEARER = (("a", 0.75), ("b", -0.5))
"""One with `|b| < a`."""

UPPER = (("a", -0.25), ("b", 1.0))
"""One with `a + b > 0`, from which the reduced flow changes the sign of a."""
