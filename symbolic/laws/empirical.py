"""The law of a row drawn at random from a table of decimal numbers: the empirical law of a dataset, exactly.

The numbers are integers over one common denominator, so that a moment of 10⁵ rows is one sum of products of integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from operator import mul

import flint

from symbolic.laws import Table
from symbolic.views import ShownLaw

MOST_KEPT = 6_000_000
"""Integers kept between moments; some 50 bytes each."""


@dataclass(frozen=True, eq=False)
class Empirical(ShownLaw):
    """Each of N rows with probability 1/N; `columns[j][n] / denominator` is coordinate j of row n.

    Repeated rows count as often as they occur. Raises ValueError for no row, ragged columns or a denominator below 1.

    >>> Empirical(((1, 1, 4), (0, 2, 4)), 2).moment((1, 1))
    Fraction(3, 2)
    """

    columns: tuple[tuple[int, ...], ...]
    denominator: int
    name: str = "dataset"
    zero = Fraction(0)
    exchangeable = False
    atoms: Table | None = field(default=None, init=False)
    _known: dict[tuple[int, ...], Fraction] = field(default_factory=dict, repr=False)
    _sums: dict[int, list[int]] = field(default_factory=dict, repr=False)
    _columns: dict[tuple[str, tuple[int, ...]], flint.fmpz_mat] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.columns or not self.columns[0] or len({len(column) for column in self.columns}) > 1:
            raise ValueError("a dataset has at least one row and one column, and columns of one length")
        if self.denominator < 1:
            raise ValueError(f"the denominator is positive; given {self.denominator}")

    @property
    def d(self) -> int:
        return len(self.columns)

    @property
    def rows(self) -> int:
        return len(self.columns[0])

    @property
    def description(self) -> str:
        return self.name

    @cached_property
    def counts(self) -> Counter[tuple[int, ...]]:
        """How often each row occurs, in units of the denominator."""
        return Counter(zip(*self.columns, strict=True))

    @cached_property
    def sign_symmetric(self) -> bool:
        flips = (
            (tuple(-x if k == j else x for k, x in enumerate(row)), n)
            for row, n in self.counts.items()
            for j in range(self.d)
        )
        return all(self.counts.get(row) == n for row, n in flips)

    def moment(self, exponents: tuple[int, ...]) -> Fraction:
        if exponents not in self._known:
            first, second = _halves(exponents)
            total = self._sum(self._monomial(first), self._monomial(second))
            self._known[exponents] = Fraction(total, self.rows * self.denominator ** sum(exponents))
        return self._known[exponents]

    def power_sum_mean(self, indices: tuple[int, ...]) -> Fraction:
        """`E p_{k1} p_{k2} …` with `p_k = Σ_j x_j^{2k}`."""
        half = len(indices) // 2
        total = self._sum(self._power_sums(indices[:half]), self._power_sums(indices[half:]))
        return Fraction(total, self.rows * self.denominator ** (2 * sum(indices)))

    def nonzero_probability(self, j: int) -> Fraction:
        return Fraction(sum(1 for x in self.columns[j] if x), self.rows)

    def family_moment(self, exponents: tuple[int, ...]) -> Fraction:
        raise TypeError("a dataset is not assumed exchangeable; ask for moment(exponents)")

    def _sum(self, left: flint.fmpz_mat, right: flint.fmpz_mat) -> int:
        return int((left * right.transpose())[0, 0])

    def _monomial(self, exponents: tuple[int, ...]) -> flint.fmpz_mat:
        """The monomial at every row, `1 × N`."""
        return self._kept(("monomial", exponents), lambda: self._monomial_list(exponents))

    def _monomial_list(self, exponents: tuple[int, ...]) -> list[int]:
        present = [(column, n) for column, n in zip(self.columns, exponents, strict=True) if n]
        powers = [column if n == 1 else [x**n for x in column] for column, n in present]
        return _products(powers, self.rows)

    def _power_sums(self, indices: tuple[int, ...]) -> flint.fmpz_mat:
        return self._kept(("power sums", indices), lambda: self._power_sum_list(indices))

    def _power_sum_list(self, indices: tuple[int, ...]) -> list[int]:
        chosen = [self._single_sums(k) for k in indices]
        return _products(chosen, self.rows)

    def _single_sums(self, k: int) -> list[int]:
        """`p_k` at every row."""
        if k not in self._sums:
            powers = ([x ** (2 * k) for x in column] for column in self.columns)
            self._sums[k] = list(map(sum, zip(*powers, strict=True)))
        return self._sums[k]

    def _kept(self, key: tuple[str, tuple[int, ...]], made: Callable[[], list[int]]) -> flint.fmpz_mat:
        """A row of integers, remembered as long as all together stay below `MOST_KEPT` entries."""
        if key not in self._columns:
            if (len(self._columns) + 1) * self.rows > MOST_KEPT:
                self._columns.clear()
            self._columns[key] = flint.fmpz_mat(1, self.rows, made())
        return self._columns[key]


def _products(columns: Sequence[Sequence[int]], rows: int) -> list[int]:
    """The product of several columns, row by row."""
    total = list(columns[0]) if columns else [1] * rows
    for column in columns[1:]:
        total = list(map(mul, total, column))
    return total


def _halves(exponents: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The exponents as a sum of two, of half the degree each.

    >>> _halves((1, 5, 0))
    ((1, 2, 0), (0, 3, 0))
    """
    left, first = sum(exponents) // 2, []
    for n in exponents:
        taken = min(n, left)
        first.append(taken)
        left -= taken
    return tuple(first), tuple(n - k for n, k in zip(exponents, first, strict=True))
