"""Gauss rules in extended precision, from the recurrence of a law's orthogonal polynomials (Golub and Welsch 1969).

Parameters come in as exact numbers, so that `alpha - 6` loses no digit where alpha is 6.0000001; points and weights are
numbers of mpmath at the precision of a `Precision`, so that what follows (a power, a shift) loses none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.laws.gauss_rules import Rule

DIGITS = 30

FineRule = tuple[list[Any], list[Any]]
"""Points of one coordinate and their weights, which sum to 1, as numbers of mpmath."""


@dataclass(frozen=True)
class Precision:
    """How finely a rule is computed: `times` as many digits, or panels of a density, as the coarsest."""

    times: int = 1

    @cached_property
    def context(self) -> Any:
        """Arithmetic of mpmath, apart from its global one."""
        import mpmath

        found = mpmath.MPContext()
        found.dps = DIGITS * self.times
        return found

    def number(self, value: Any) -> Any:
        """An exact number; raises TypeError for one that depends on a symbol."""
        if isinstance(value, (int, Fraction)):
            return self.context.mpf(value.numerator) / value.denominator
        float(value)
        return self.context.mpf(str(value.evalf(self.context.dps + 5)))

    def numbers(self, values: Any) -> list[Any]:
        return [self.number(value) for value in values]

    def of_floats(self, rule: Rule) -> FineRule:
        """A rule that was computed in double precision."""
        points, weights = (list(map(self.context.mpf, np.ravel(column).tolist())) for column in rule)
        return points, weights

    def gauss(self, diagonal: Sequence[Any], squares: Sequence[Any]) -> FineRule:
        """From `x p_k = b_{k+1} p_{k+1} + a_k p_k + b_k p_{k-1}`: all `a_k`, and `b_k²` from k = 1 on."""
        off = list(map(self.context.sqrt, squares))
        size = len(diagonal)
        matrix = self.context.zeros(size)
        for k, a in enumerate(diagonal):
            matrix[k, k] = a
        for k, b in enumerate(off):
            matrix[k, k + 1] = matrix[k + 1, k] = b
        points = [*self.context.eigsy(matrix, eigvals_only=True)] if size > 1 else [diagonal[0]]
        return self.normalised(points, [1 / self._sum_of_squares(x, diagonal, off) for x in points])

    def _sum_of_squares(self, x: Any, diagonal: Sequence[Any], off: Sequence[Any]) -> Any:
        """`Σ p_k(x)²` over the orthonormal polynomials of the rule."""
        before, current, total = 0, self.context.mpf(1), self.context.mpf(1)
        for k, b in enumerate(off):
            before, current = current, ((x - diagonal[k]) * current - (off[k - 1] * before if k else 0)) / b
            total += current**2
        return total

    def normalised(self, points: list[Any], weights: Sequence[Any]) -> FineRule:
        total = self.context.fsum(weights)
        return points, [weight / total for weight in weights]

    def compressed(self, rule: FineRule, size: int) -> FineRule:
        """The Gauss rule with so many points of a rule with at least as many, by the Stieltjes procedure."""
        points, weights = rule
        diagonal: list[Any] = []
        squares: list[Any] = []
        before, current, last = [self.context.zero] * len(points), [self.context.one] * len(points), None
        for _ in range(min(size, len(points))):
            norm = self.context.fsum(w * p * p for w, p in zip(weights, current, strict=True))
            a = self.context.fsum(w * x * p * p for w, x, p in zip(weights, points, current, strict=True)) / norm
            if last is not None:
                squares.append(norm / last)
            b = squares[-1] if squares else 0
            diagonal.append(a)
            following = [(x - a) * p - b * q for x, p, q in zip(points, current, before, strict=True)]
            before, current, last = current, following, norm
        return self.gauss(diagonal, squares)

    def hermite(self, size: int) -> FineRule:
        """For the standard Gaussian density."""
        return self.gauss([self.context.zero] * size, self.numbers(range(1, size)))

    def legendre(self, size: int) -> FineRule:
        """For the constant density on (-1, 1)."""
        squares = (Fraction(k * k, 4 * k * k - 1) for k in range(1, size))
        return self.gauss([self.context.zero] * size, self.numbers(squares))

    def laguerre(self, alpha: Fraction, size: int) -> FineRule:
        """For the density proportional to `x^alpha exp(-x)`."""
        squares = (k * (k + alpha) for k in range(1, size))
        return self.gauss(self.numbers(2 * k + 1 + alpha for k in range(size)), self.numbers(squares))

    def jacobi(self, a: Fraction, b: Fraction, size: int) -> FineRule:
        """For the beta density `x^{a-1} (1-x)^{b-1}` on (0, 1)."""
        s = a + b
        diagonal = [a / s, *(self._middle(a, b, 2 * k + s) for k in range(1, size))]
        first = [a * b / (s * s * (s + 1))]
        squares = (
            k * (k + a - 1) * (k + b - 1) * (k + s - 2) / ((2 * k + s - 2) ** 2 * (2 * k + s - 3) * (2 * k + s - 1))
            for k in range(2, size)
        )
        return self.gauss(self.numbers(diagonal), self.numbers([*first, *squares][: size - 1]))

    def _middle(self, a: Fraction, b: Fraction, n: Fraction) -> Fraction:
        return Fraction(1, 2) + (a - b) * (a + b - 2) / (2 * (n - 2) * n)
