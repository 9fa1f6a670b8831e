"""Losses of a sequence with circular noise, summed pair by pair in fractions: every pairing of every product of states.

For `x_{t+1} = λ x_t + σ ξ_t` with `E|x_1|² = E|ξ_t|² = 1` and λ fixed, `E x_s conj(x_r)` is `λ^(s-r) v_min(s,r)` with
`v_s = 1 + (s-1) σ²`; products of more of them are sums over pairings of states with conjugates. What is left of λ has
mean 1 where no eigenvalue has an exponent, else 0. Nothing is summed in closed form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

State = tuple[int, int]
"""A coordinate and a time."""


def loss(d: int, T: int, sigma: Fraction, p: Fraction) -> Fraction:
    """The mean loss on the line at the product p of both scalars.

    >>> loss(1, 3, Fraction(0), Fraction(1, 3))  # ½ (6/9 - 2 · 2/3 + 1)
    Fraction(1, 6)
    """
    return sum((_at_time(d, t, sigma, p) for t in range(2, T)), Fraction(0)) / 2


def _at_time(d: int, t: int, sigma: Fraction, p: Fraction) -> Fraction:
    """`E |ŷ - x_{t+1}|²`, by coordinates that are alike: d times that of the first one."""
    share = p / (t - 1)
    terms: list[tuple[Fraction, tuple[State, ...], tuple[State, ...]]] = [(Fraction(-1), ((0, t + 1),), ())]
    for i, k in product(range(2, t + 1), range(d)):
        terms.append((share, ((0, i), (k, t)), ((k, i - 1),)))
    total = Fraction(0)
    for (c, plain, starred), (e, others, barred) in product(terms, repeat=2):
        total += c * e * mean((*plain, *barred), (*starred, *others), sigma)
    return d * total


def mean(plain: Sequence[State], starred: Sequence[State], sigma: Fraction) -> Fraction:
    """The mean of a product of states and conjugate states."""
    total = Fraction(0)
    for order in permutations(starred):
        if all(one[0] == other[0] for one, other in zip(plain, order, strict=True)):
            exponents: Counter[int] = Counter()
            value = Fraction(1)
            for (k, s), (_, r) in zip(plain, order, strict=True):
                exponents[k] += s - r
                value *= 1 + (min(s, r) - 1) * sigma**2
            total += value if not any(exponents.values()) else 0
    return total
