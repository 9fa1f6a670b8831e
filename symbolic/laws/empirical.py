"""The law of a row drawn at random from a table of decimal numbers: the empirical law of a dataset, exactly.

The numbers are integers over one common denominator, packed. Moments are taken a block of rows at a time, as sums of
Python's integers, so that nothing overflows; those of one degree in the same coordinates share the reading of columns
and the products at each row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import comb
from operator import mul, sub

from symbolic.laws import Table
from symbolic.laws.integer_column import IntegerColumn
from symbolic.views import ShownLaw

MOST_TOGETHER = 10
"""Moments that are taken together, at most."""

Exponents = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Empirical(ShownLaw):
    """Each of N rows with probability 1/N; `columns[j][n] / denominator` is coordinate j of row n.

    Repeated rows count as often as they occur. Raises ValueError for no row, ragged columns or a denominator below 1.

    >>> Empirical(((1, 1, 4), (0, 2, 4)), 2).moment((1, 1))
    Fraction(3, 2)
    """

    columns: tuple[Sequence[int], ...]
    denominator: int
    name: str = "dataset"
    zero = Fraction(0)
    exchangeable = False
    atoms: Table | None = field(default=None, init=False)
    _known: dict[Exponents, Fraction] = field(default_factory=dict, init=False, repr=False)
    _known_sums: dict[Exponents, Fraction] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.columns or not self.columns[0] or len({len(column) for column in self.columns}) > 1:
            raise ValueError("a dataset has at least one row and one column, and columns of one length")
        if self.denominator < 1:
            raise ValueError(f"the denominator is positive; given {self.denominator}")
        object.__setattr__(self, "columns", tuple(map(IntegerColumn.of, self.columns)))

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
    def sign_symmetric(self) -> bool:
        """Whether each row occurs as often as it does with any coordinate reversed; first the means have to vanish."""
        if any(map(sum, self.columns)):
            return False
        counts = Counter(map(_packed, zip(*self.columns, strict=True)))
        flips = (
            (counts[_packed(row)], counts[_packed((*row[:j], -row[j], *row[j + 1 :]))])
            for row in zip(*self.columns, strict=True)
            for j in range(self.d)
        )
        return all(given == flipped for given, flipped in flips)

    def moment(self, exponents: Exponents) -> Fraction:
        if exponents not in self._known:
            self._take(_siblings(exponents))
        return self._known[exponents]

    def power_sum_mean(self, indices: tuple[int, ...]) -> Fraction:
        """`E p_{k1} p_{k2} …` with `p_k = Σ_j x_j^{2k}`."""
        indices = tuple(sorted(indices))
        if indices not in self._known_sums:
            half = len(indices) // 2
            total = 0
            for block in self._blocks(range(self.d)):
                columns = list(block.values())
                sums = {k: _power_sums(columns, k) for k in set(indices)}
                left, right = (
                    _products([sums[k] for k in part], len(columns[0])) for part in (indices[:half], indices[half:])
                )
                total += sum(map(mul, left, right))
            self._known_sums[indices] = Fraction(total, self.rows * self.denominator ** (2 * sum(indices)))
        return self._known_sums[indices]

    def nonzero_probability(self, j: int) -> Fraction:
        return Fraction(sum(1 for x in self.columns[j] if x), self.rows)

    def family_moment(self, exponents: Exponents) -> Fraction:
        raise TypeError("a dataset is not assumed exchangeable; ask for moment(exponents)")

    def _blocks(self, places: Sequence[int]) -> Iterator[Mapping[int, list[int]]]:
        """Some columns, some rows at a time; the first one where none is asked for."""
        chosen = [(j, self.columns[j]) for j in places or (0,)]
        each = [[(j, block) for block in column.blocks] for j, column in chosen if isinstance(column, IntegerColumn)]
        return ({j: block.values() for j, block in blocks} for blocks in zip(*each, strict=True))

    def _take(self, wanted: Sequence[Exponents]) -> None:
        """Moments that have the same coordinates, in one reading of these columns."""
        sums = dict.fromkeys(wanted, 0)
        for columns in self._blocks([j for j, n in enumerate(wanted[0]) if n]):
            known: dict[Exponents, list[int]] = {}
            for one in wanted:
                left, right = (_monomial(half, columns, known) for half in _halves(one))
                sums[one] += sum(map(mul, left, right))
        for one, total in sums.items():
            self._known[one] = Fraction(total, self.rows * self.denominator ** sum(one))


def _packed(row: Sequence[int]) -> bytes:
    """A row as a key that takes little room."""
    return ",".join(map(hex, row)).encode()


def _monomial(exponents: Exponents, columns: Mapping[int, list[int]], known: dict[Exponents, list[int]]) -> list[int]:
    """The monomial at every row, from one of a degree less."""
    if exponents not in known:
        j = next((j for j, n in enumerate(exponents) if n), None)
        if j is None:
            return [1] * len(next(iter(columns.values())))
        less = (*exponents[:j], exponents[j] - 1, *exponents[j + 1 :])
        known[exponents] = list(map(mul, columns[j], _monomial(less, columns, known))) if any(less) else columns[j]
    return known[exponents]


def _power_sums(columns: Sequence[list[int]], k: int) -> list[int]:
    """`p_k` at every row."""
    return list(map(sum, zip(*([x ** (2 * k) for x in column] for column in columns), strict=True)))


def _products(columns: Sequence[Sequence[int]], rows: int) -> list[int]:
    """The product of several columns, row by row."""
    total = list(columns[0]) if columns else [1] * rows
    for column in columns[1:]:
        total = list(map(mul, total, column))
    return total


def _siblings(exponents: Exponents) -> list[Exponents]:
    """All exponents of the same degree in the same coordinates; these alone where they would be too many.

    >>> _siblings((0, 2, 1))
    [(0, 1, 2), (0, 2, 1)]
    """
    places, degree = [j for j, n in enumerate(exponents) if n], sum(exponents)
    if not places or comb(degree - 1, len(places) - 1) > MOST_TOGETHER:
        return [exponents]
    found = []
    for cuts in combinations(range(1, degree), len(places) - 1):
        parts = dict(zip(places, map(sub, (*cuts, degree), (0, *cuts)), strict=True))
        found.append(tuple(parts.get(j, 0) for j in range(len(exponents))))
    return found


def _halves(exponents: Exponents) -> tuple[Exponents, Exponents]:
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
