"""The columns of a sample, and the values that polynomials of the coordinates take at its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from mesaproof.errors import InputError
from mesaproof.uncertain.demands import Quantity
from numeric_check.arrays import Real

LARGEST = 1e24
"""The twelfth powers of larger entries, and of the inverse of smaller ones, leave the range of floats."""

ROUNDING = 1e-13

CHUNK = 2**13
"""Rows that are worked on at a time: they stay in the processor's cache."""

MOST_KEPT = 2 * 10**7
"""Numbers in the powers of the coordinates that are kept at a time."""


@dataclass(frozen=True, eq=False)
class Columns:
    """The coordinates of a sample, one array each, with their powers.

    Raises InputError for entries so large or so small that their powers leave the range of floats.
    """

    starts: Real
    _powers: dict[tuple[int, int], Real] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for j, size in enumerate(self.sizes):
            if size and not 1 / LARGEST < size < LARGEST:
                raise InputError(
                    f"entries up to {size:.3g} in modulus in column {j + 1} of the sample",
                    f"between {1 / LARGEST:.0e} and {LARGEST:.0e}",
                    "measure them in another unit: their twelfth powers are needed",
                )

    @property
    def rows(self) -> int:
        return int(self.starts.shape[0])

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """The largest entry of each coordinate, in modulus."""
        return tuple(float(max(-np.min(column), np.max(column))) for column in self.starts.T)

    def values(self, quantity: Quantity) -> Real:
        """The polynomial at every row, `(rows,)`."""
        total = np.zeros(self.rows)
        for powers, c in quantity.terms:
            factors = [self._power(j, n) for j, n in enumerate(powers) if n]
            for start in range(0, self.rows, CHUNK):
                product: Any = float(c)
                for factor in factors:
                    product = product * factor[start : start + CHUNK]
                total[start : start + CHUNK] += product
        return total

    def _power(self, j: int, n: int) -> Real:
        if n == 0:
            return np.ones(self.rows)
        if (j, n) not in self._powers:
            lower = self._power(j, n - 1)
            if (len(self._powers) + 1) * self.rows > MOST_KEPT:
                self._powers.clear()
            self._powers[j, n] = lower * self.starts[:, j]
        return self._powers[j, n]

    def rounding(self, quantity: Quantity) -> float:
        """What rounding may add to the mean of a polynomial."""
        sizes = (
            abs(float(c)) * float(np.prod(np.array(self.sizes) ** np.array(powers))) for powers, c in quantity.terms
        )
        return ROUNDING * sum(sizes)
