"""Families moved along the all-ones vector."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

from symbolic.laws import LawFamily, Sparse, Table
from symbolic.laws.composite.dependence import Composite
from symbolic.laws.coordinates import Number
from symbolic.laws.coordinates.derived import expanded
from symbolic.laws.coordinates.existence import moments_end


@dataclass(frozen=True)
class Shifted(Composite):
    """`x + shift (1, …, 1)`, for a base with mean 0 and a shift that is not 0; made by `shifted`."""

    base: LawFamily
    shift: Fraction
    sign_symmetric = False

    @property
    def description(self) -> str:
        return f"shift({self.base.description}, {self.shift})"

    @property
    def moments_below(self) -> Number | None:
        return moments_end(self.base)

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        total: Number = Fraction(0)
        for kept in product(*(range(n + 1) for n in exponents)):
            ways = prod(comb(n, k) for n, k in zip(exponents, kept, strict=True))
            inner = self.base.mixed_moment(tuple(k for k in kept if k), d)
            total = total + ways * self.shift ** (sum(exponents) - sum(kept)) * inner
        return expanded(total)

    def nonzero_probability(self, d: Any) -> Number:
        table = self.base.table(d) if isinstance(d, int) else None
        if table is not None:
            return sum((w for point, w in table if point[0] + self.shift), start=Fraction(0))
        if isinstance(self.base, Sparse):
            return 1 - Fraction(abs(self.base.c) == abs(self.shift), 2) / d
        return Fraction(1)

    def table(self, d: int) -> Table | None:
        table = self.base.table(d)
        return None if table is None else tuple((tuple(x + self.shift for x in point), w) for point, w in table)
