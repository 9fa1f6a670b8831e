"""Means of products of power sums `p_k = Σ_j x_j^{2k}`, for a law of fixed dimension without a table of atoms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from symbolic.laws import Law
from symbolic.laws.coordinates import Number


def power_sum_mean(
    law: Law, indices: tuple[int, ...], moment: Callable[[tuple[int, ...]], Number] | None = None
) -> Number:
    """`E p_{k1} p_{k2} …`, as a sum of mixed moments: the product of the sums is multiplied out once.

    `moment` gives the moments where those of the law are to be rounded or kept.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> power_sum_mean(IID(Gaussian()).at(3), (1, 1))  # E |x|⁴ = d² + 2d
    Fraction(15, 1)
    """
    own: Any = getattr(law, "power_sum_mean", None)
    if own is not None:
        return own(indices)
    each = law.moment if moment is None else moment
    return sum((ways * each(powers) for powers, ways in _multiplied(law.d, indices)), start=Fraction(0))


def _multiplied(d: int, indices: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Exponents and how often they occur."""
    total = {(0,) * d: 1}
    for k in indices:
        after: dict[tuple[int, ...], int] = {}
        for powers, ways in total.items():
            for j in range(d):
                new = (*powers[:j], powers[j] + 2 * k, *powers[j + 1 :])
                after[new] = after.get(new, 0) + ways
        total = after
    yield from total.items()
