"""Points and weights whose weighted sums are expectations over one draw, in floats and exactly.

In floats they are the Gauss rules of `laws`. Exactly, a finite law is its own rule, and a normal number with variance v
is replaced by integers `-k, …, k` with the weights, some of them negative, that reproduce its moments up to order
`2k + 1`: `E z^(n+2) = (n + 1) v E z^n`, by parts; or by a Gauss rule modulo primes, with half as many points. A normal
vector is `L z + mean` with `Λ = L D L^T`, which needs no root and allows singular matrices; a circular one has two such
parts with half the covariance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.arithmetic.gaussian_rationals import GaussianRational, Objects, objects
from numeric_check.described.evaluated_weights import evaluated
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.gauss_rules import OutOfReach, gauss_points
from numeric_check.laws.rules import factors
from symbolic.laws import IID, FamilyLaw, Law
from symbolic.laws.coordinates import Gaussian
from symbolic.laws.empirical import Empirical
from symbolic.laws.vectors import Product
from symbolic.setting.point import Values, WrongValues
from symbolic.setting.randomness import Draw, GaussianDraw, IIDDraw

Rule = tuple[Numbers, Numbers]
"""Points `(n, k)` of k joint numbers and their weights `(n,)`: floats, or exact objects."""


@dataclass(frozen=True)
class NormalPoints:
    """So many Gauss points of `N(0, variance)`, which exist modulo some primes only (`hermite_fields`)."""

    variance: Fraction
    count: int

    @staticmethod
    def of(variance: Fraction, degree: int) -> NormalPoints:
        """Points that are exact up to a degree."""
        return NormalPoints(variance, gauss_points(degree))


@dataclass(frozen=True, eq=False)
class Spread:
    """A draw as `matrix z + offset`, where z is made of independent groups, each with a rule; None is the identity."""

    rules: tuple[Rule | NormalPoints, ...]
    matrix: Numbers | None = None
    offset: Numbers | None = None

    @property
    def counts(self) -> list[int]:
        """Numbers of points."""
        return [rule.count if isinstance(rule, NormalPoints) else len(rule[1]) for rule in self.rules]


def float_spread(draw: Draw, values: Values, degree: int) -> Spread:
    """Gauss rules that are exact up to a degree, up to rounding.

    Raises OutOfReach where a rule is too large or not accurate, TypeError for a law of an unknown class.
    """
    if isinstance(draw, GaussianDraw):
        matrix, offset = normal_parts(draw, values)
        rules = (coordinate_rule(Gaussian(), degree),) * matrix.shape[1]
        return Spread(rules, matrix, None if offset is None else offset.astype(np.float64))
    return Spread(tuple(factors(law_of(draw, values), degree)))


def exact_spread(draw: Draw, values: Values, degree: int) -> Spread:
    """Rational points and weights that are exact up to a degree.

    Raises OutOfReach for a law that is neither finite nor normal, and where its numbers are not rational.
    """
    return _exact_spread(draw, values, degree, normal_rule)


def gauss_spread(draw: Draw, values: Values, degree: int) -> Spread:
    """The same with Gauss points of normal numbers, for arithmetic modulo primes."""
    return _exact_spread(draw, values, degree, NormalPoints.of)


Normals = Callable[[Fraction, int], Rule | NormalPoints]
"""Points of `N(0, variance)` that are exact up to a degree."""


def _exact_spread(draw: Draw, values: Values, degree: int, normal: Normals) -> Spread:
    if not isinstance(draw, GaussianDraw):
        return Spread(tuple(_exact_rules(law_of(draw, values), degree, normal)))
    lower, diagonal = factored(covariance_of(draw, values))
    kept = [k for k, v in enumerate(diagonal) if v]
    matrix = lower[:, kept]
    variances = [diagonal[k] for k in kept]
    if draw.complex_:
        matrix = np.concatenate([matrix, matrix * GaussianRational.of(0, 1)], axis=1)
        variances = [v / 2 for v in (*variances, *variances)]
    return Spread(tuple(normal(v, degree) for v in variances), matrix, _mean(draw, values))


def normal_parts(draw: GaussianDraw, values: Values) -> tuple[Numbers, Objects | None]:
    """A matrix M, rectangular where the covariance is singular, and the mean: the draw is `M z + mean`, z standard."""
    lower, diagonal = factored(covariance_of(draw, values))
    kept = [k for k, v in enumerate(diagonal) if v]
    matrix = lower[:, kept].astype(np.float64) * np.sqrt(np.array([float(diagonal[k]) for k in kept]))
    if draw.complex_:
        matrix = np.concatenate([matrix, 1j * matrix], axis=1) / np.sqrt(2)
    return matrix, _mean(draw, values)


def covariance_of(draw: GaussianDraw, values: Values) -> Objects:
    """The covariance matrix; raises WrongValues where its factor is negative."""
    spread = draw.covariance
    n = values.dimension(spread.axis[0]) if spread.axis else 1
    factor = evaluated(spread.factor, values.sizes, values.scalars)
    if factor < 0:
        raise WrongValues(f"the covariance of {draw.name} is multiplied by {factor}, which is negative")
    letter = np.array([[Fraction(i == j) for j in range(n)] for i in range(n)], dtype=object)
    matrix = objects(values.covariances[spread.letter]) if spread.letter else letter
    return np.asarray(matrix * factor)


def factored(matrix: Objects) -> tuple[Objects, list[Fraction]]:
    """L with ones on its diagonal and D, with `L D L^T` the positive semidefinite matrix, singular or not.

    >>> lower, diagonal = factored(objects([[4, 2], [2, 1]]))
    >>> print(*lower[1], *diagonal)
    1/2 1 4 0
    """
    n = len(matrix)
    lower = np.array([[Fraction(i == j) for j in range(n)] for i in range(n)], dtype=object)
    rest, diagonal = matrix.copy(), []
    for k in range(n):
        diagonal.append(rest[k, k])
        if rest[k, k]:
            lower[k + 1 :, k] = rest[k + 1 :, k] / rest[k, k]
            rest = rest - rest[k, k] * np.outer(lower[:, k], lower[:, k]) * _from(k, n)
    return lower, diagonal


def normal_rule(variance: Fraction, degree: int) -> Rule:
    """Integer points and rational weights with the moments of `N(0, variance)` up to the degree.

    >>> print(*normal_rule(Fraction(1), 3)[1])
    1/2 0 1/2
    """
    k = max(degree // 2, 1) if degree > 1 else 0
    moments = [Fraction(1)]
    for n in range(0, 2 * k, 2):
        moments.append((n + 1) * variance * moments[-1])
    halves = _solved([[Fraction(point) ** (2 * n) for point in range(k + 1)] for n in range(k + 1)], moments)
    weights = [halves[abs(point)] / (2 if point else 1) for point in range(-k, k + 1)]
    return objects([[point] for point in range(-k, k + 1)]), objects(weights)


def law_of(draw: Draw, values: Values) -> Law:
    """The law of a draw that is known by name only; raises WrongValues for another dimension.

    A family of laws, or a law of one coordinate, stands for the law of so many coordinates.
    """
    given, d = values.laws[draw.name], values.dimension(draw.axis[0]) if draw.axis else 1
    law: Any = given.at(d) if hasattr(given, "at") else given if hasattr(given, "d") else IID(given).at(d)
    if law.d != d:
        raise WrongValues(f"the law of {draw.name} has {law.d} coordinates here; needed are {d}")
    if isinstance(draw, IIDDraw) and not (isinstance(law, FamilyLaw) and isinstance(law.family, IID)):
        raise WrongValues(f"the coordinates of {draw.name} are independent with one law; given {law.description}")
    found: Law = law
    return found


MOST_FRACTIONS = 1_000_000
"""A dataset of at most so many entries is a table of fractions; they cost some 200 bytes each."""


def _exact_rules(law: Law, degree: int, normal: Normals) -> list[Rule | NormalPoints]:
    match law:
        case FamilyLaw(family=IID(coordinate=coordinate), d=d):
            return [_coordinate(coordinate, degree, normal)] * d
        case Product():
            return [_coordinate(coordinate, degree, normal) for coordinate in law.coordinates]
        case Empirical():
            if law.rows * law.d > MOST_FRACTIONS:
                raise OutOfReach(f"{law.description} has {law.rows} rows, too many for a sum over fractions")
            points = [[Fraction(x) / law.denominator for x in row] for row in zip(*law.columns, strict=True)]
            return [(objects(points), objects([Fraction(1, len(points))] * len(points)))]
    if law.atoms is None:
        raise OutOfReach(f"no exact rule is known for {law.description}: it is neither finite nor normal")
    return [_table([(point, weight) for point, weight in law.atoms], law.description)]


def _coordinate(coordinate: Any, degree: int, normal: Normals) -> Rule | NormalPoints:
    if isinstance(coordinate, Gaussian):
        return normal(_rational(coordinate.sigma, coordinate.description) ** 2, degree)
    if coordinate.atoms is None:
        raise OutOfReach(f"no exact rule is known for {coordinate.description}: it is neither finite nor normal")
    return _table([((value,), weight) for value, weight in coordinate.atoms], coordinate.description)


def _table(atoms: Sequence[tuple[Sequence[Any], Any]], what: str) -> Rule:
    points = [[_rational(x, what) for x in point] for point, _ in atoms]
    return objects(points), objects([_rational(weight, what) for _, weight in atoms])


def _rational(value: Any, what: str) -> Fraction:
    if not isinstance(value, (int, Fraction)):
        raise OutOfReach(f"{what} has {value}, which is not a rational number")
    return Fraction(value)


def _mean(draw: GaussianDraw, values: Values) -> Objects | None:
    return None if draw.mean is None else objects(values.matrices[draw.mean.name])[:, 0]


def _from(k: int, n: int) -> Objects:
    """Ones in the rows and columns from k on."""
    return np.array([[Fraction(i >= k and j >= k) for j in range(n)] for i in range(n)], dtype=object)


def _solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """The solution of a system with a Vandermonde matrix, by elimination; pivots do not vanish."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = [x / rows[k][k] for x in rows[k]]
        rows = [
            pivot if n == k else [x - row[k] * y for x, y in zip(row, pivot, strict=True)] for n, row in enumerate(rows)
        ]
    return [row[-1] for row in rows]
