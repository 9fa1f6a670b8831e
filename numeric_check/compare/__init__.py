"""Does a claimed number agree with a computed one, or with a sample?"""

FALSE_ALARM = 1e-9
"""Probability that all sampled comparisons of one run together refuse a true claim, where nothing else is asked for."""
