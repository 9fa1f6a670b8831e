"""Does a claimed number agree with a computed one, or with a sample?"""

FALSE_ALARM = 1e-9
"""Probability that all sampled comparisons of one run together refuse a true claim, where nothing else is asked for."""

AGREES, NO_EVIDENCE, DISAGREES = "agrees", "no evidence", "DISAGREES"
"""How a comparison came out."""

EVIDENCE = 0.5
"""A sampled comparison that would not have noticed a shift by half is none."""
