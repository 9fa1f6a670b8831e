"""Quadrature rules of one coordinate, law by law, found from its density or its masses; no moment is ever asked of it.

Gauss rules of the classical orthogonal polynomials (Hermite, Legendre, Laguerre, Jacobi, Charlier, Meixner, Stieltjes
and Wigert, continuous Hahn), whose recurrence is known in closed form, in extended precision. Other laws are
discretised (`density_rules`). Every rule is computed twice, with twice the digits and the panels; it is given away only
where the two agree on the moments that it is exact for, and raises `Untrusted` where no pair of them does.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, singledispatch
from typing import Any

import numpy as np

from numeric_check.laws.density_rules import (
    at_least,
    extreme,
    gumbel,
    rayleigh,
    student_scale,
    truncated,
    weibull,
)
from numeric_check.laws.gauss_rules import Rule, Untrusted, gauss_points, require_order
from numeric_check.laws.recurrences import FineRule, Precision
from symbolic.laws.coordinates import Finite, Gaussian, Laplace, MomentDoesNotExist, Student, Uniform
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.derived import Affine, CoordinateMixture
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Triangular
from symbolic.laws.coordinates.unbounded import Cauchy, Logistic

MOST_ATOMS = 16
"""A longer table is replaced by the Gauss rule of its masses."""

TIMES = (1, 2, 4, 8)
"""How finely a rule is computed, until two of them in turn agree."""

ACCURACY = 1e-11
"""Part of an absolute moment to which two computations of a rule agree; two routes may differ by ten times as much."""


def coordinate_rule(coordinate: Any, degree: int) -> Rule:
    """Rule of one coordinate, exact for polynomials of the given degree.

    Raises TypeError for a law of an unknown class, `MomentDoesNotExist` where the degree has no moment, `Untrusted`
    where the rule cannot be computed accurately.
    """
    return _trusted(coordinate, degree, fine_rule, 1)


def mixing_rule(coordinate: Any, degree: int) -> Rule:
    """Rule of the number s in `s · z`, for even powers of s: the odd ones meet an odd moment of z, which is 0.

    Raises as `coordinate_rule`.
    """
    return _trusted(coordinate, degree, _even_rule, 2)


@lru_cache(maxsize=512)
def _trusted(coordinate: Any, degree: int, make: Callable[[Any, int, Precision], FineRule], step: int) -> Rule:
    """The finer of two computations in turn that agree on the powers from 0 to the degree, in steps."""
    with np.errstate(all="ignore"):
        return _agreed(coordinate, degree, make, step)


def _agreed(coordinate: Any, degree: int, make: Callable[[Any, int, Precision], FineRule], step: int) -> Rule:
    coarse, gap = make(coordinate, degree, Precision(TIMES[0])), 0.0
    for times in TIMES[1:]:
        fine = make(coordinate, degree, Precision(times))
        gap = max(_gap(coarse, fine, order) for order in range(0, degree + 1, step))
        if gap <= ACCURACY:
            return _rounded(coordinate, degree, fine)
        coarse = fine
    raise Untrusted(f"two computations of the quadrature rule of {coordinate.description} differ by {gap:.1g}")


def _gap(coarse: FineRule, fine: FineRule, order: int) -> float:
    """The change of a moment, beside the absolute moment; infinite where it is no number."""
    size = sum(w * abs(x) ** order for x, w in zip(*fine, strict=True))
    change = sum(w * x**order for x, w in zip(*fine, strict=True)) - sum(
        w * x**order for x, w in zip(*coarse, strict=True)
    )
    found = float(abs(change) / size) if size else float(abs(change))
    return found if found >= 0 else float("inf")


def _rounded(coordinate: Any, degree: int, rule: FineRule) -> Rule:
    """In double precision, read-only, since it is kept; raises `Untrusted` where powers of a point are infinite."""
    points, weights = (np.array([float(value) for value in column]) for column in rule)
    if not (np.all(np.isfinite(points**degree)) and np.all(weights >= 0) and abs(np.sum(weights) - 1) <= ACCURACY):
        raise Untrusted(f"the quadrature rule of {coordinate.description} leaves the range of floating point")
    points.flags.writeable = weights.flags.writeable = False
    return points[:, None], weights


def _even_rule(coordinate: Any, degree: int, precision: Precision) -> FineRule:
    """As `fine_rule`, for even powers only."""
    match coordinate:
        case StudentScale():
            return _even_student_scale(coordinate, degree, precision)
        case Affine(shift=0):
            return _moved(_even_rule(coordinate.coordinate, degree, precision), coordinate, precision)
        case CoordinateMixture():
            return _mixed([(_even_rule(law, degree, precision), weight) for law, weight in coordinate.parts], precision)
    return fine_rule(coordinate, degree, precision)


def _even_student_scale(coordinate: StudentScale, degree: int, precision: Precision) -> FineRule:
    """Gauss–Laguerre in `w = χ²/2`, the factor `w^{-m}` of `s^{2m}` in the weight function."""
    half, df = (degree + 1) // 2, Fraction(coordinate.df)
    require_order(coordinate, 2 * half)
    w, weights = precision.laguerre(df / 2 - 1 - half, gauss_points(half))
    points = [precision.context.sqrt(precision.number(df / 2) / x) for x in w]
    return precision.normalised(points, [weight * x**half for x, weight in zip(w, weights, strict=True)])


@singledispatch
def fine_rule(coordinate: Any, degree: int, precision: Precision) -> FineRule:
    """`coordinate_rule` at one precision; whether that is enough is not asked here."""
    raise TypeError(
        f"no quadrature rule is known for a coordinate law of class {type(coordinate).__name__}: {coordinate!r}"
    )


@fine_rule.register
def _(coordinate: Finite, degree: int, precision: Precision) -> FineRule:
    """The table itself; raises ValueError for weights that are negative or do not sum to 1."""
    points, weights = (precision.numbers(column) for column in zip(*coordinate.atoms, strict=True))
    if min(weights) < 0 or abs(precision.context.fsum(weights) - 1) > ACCURACY:
        raise ValueError(f"weights must be non-negative and sum to 1; found {list(map(float, weights))}")
    table = points, weights
    return table if len(weights) <= MOST_ATOMS else precision.compressed(table, gauss_points(degree))


@fine_rule.register
def _(coordinate: Gaussian, degree: int, precision: Precision) -> FineRule:
    return _scaled(precision.hermite(gauss_points(degree)), precision.number(coordinate.sigma))


@fine_rule.register
def _(coordinate: Uniform, degree: int, precision: Precision) -> FineRule:
    return _scaled(precision.legendre(gauss_points(degree)), precision.number(coordinate.half_width))


@fine_rule.register
def _(coordinate: Laplace, degree: int, precision: Precision) -> FineRule:
    """Gauss–Laguerre for the density `exp(-y)` of `|x|/s`, and its mirror image."""
    points, weights = _scaled(precision.laguerre(Fraction(0), gauss_points(degree)), precision.number(coordinate.scale))
    return _mirrored(points, weights)


@fine_rule.register
def _(coordinate: Student, degree: int, precision: Precision) -> FineRule:
    """Gauss–Jacobi in `z = 1/(1 + x²/ν)`, which has the density `z^{ν/2-1} (1-z)^{-1/2}`, both signs of x alike.

    `x^{2k} z^m` is a polynomial of degree m in z for k <= m, so the factor `z^{-m}` goes into the weight function; that
    is integrable exactly when `2m < ν`, that is when the moments exist. Raises `MomentDoesNotExist` otherwise.
    """
    df, half = Fraction(coordinate.df), (degree + 1) // 2
    require_order(coordinate, 2 * half)
    z, weights = precision.jacobi(df / 2 - half, Fraction(1, 2), gauss_points(half))
    points = [precision.context.sqrt(precision.number(df) * (1 - value) / value) for value in z]
    shares = [weight * value**half for value, weight in zip(z, weights, strict=True)]
    return _mirrored(*precision.normalised(points, shares))


@fine_rule.register
def _(coordinate: Pareto, degree: int, precision: Precision) -> FineRule:
    """Gauss–Jacobi in `z = minimum/x`, of density `α z^{α-1}` on (0, 1), the factor `z^{-degree}` in the weights."""
    require_order(coordinate, degree)
    z, weights = precision.jacobi(Fraction(coordinate.alpha) - degree, Fraction(1), gauss_points(degree))
    minimum = precision.number(coordinate.minimum)
    shares = [weight * value**degree for value, weight in zip(z, weights, strict=True)]
    return precision.normalised([minimum / value for value in z], shares)


@fine_rule.register
def _(coordinate: Gamma, degree: int, precision: Precision) -> FineRule:
    rule = precision.laguerre(Fraction(coordinate.shape) - 1, gauss_points(degree))
    return _scaled(rule, precision.number(coordinate.scale))


@fine_rule.register
def _(coordinate: Beta, degree: int, precision: Precision) -> FineRule:
    return precision.jacobi(Fraction(coordinate.a), Fraction(coordinate.b), gauss_points(degree))


@fine_rule.register
def _(coordinate: Triangular, degree: int, precision: Precision) -> FineRule:
    """The two sides of the triangle, each by a Gauss–Legendre rule, as the Gauss rule of both."""
    low, mode, high = map(precision.number, (coordinate.low, coordinate.mode, coordinate.high))
    x, w = precision.legendre(gauss_points(degree + 1))
    points = [foot + (mode - foot) * (1 + y) / 2 for foot in (low, high) for y in x]
    shares = [side * v * (1 + y) for side in (mode - low, high - mode) for y, v in zip(x, w, strict=True)]
    kept = [(point, share) for point, share in zip(points, shares, strict=True) if share]
    rule = precision.normalised([point for point, _ in kept], [share for _, share in kept])
    return precision.compressed(rule, gauss_points(degree))


@fine_rule.register
def _(coordinate: LogNormal, degree: int, precision: Precision) -> FineRule:
    """Stieltjes–Wigert: `a_k = ω^{k-1/2} ((ω+1) ω^k - 1)`, `b_k² = ω^{3k-2} (ω^k - 1)`, `ω = exp(σ²)`."""
    size, exp, half = gauss_points(degree), precision.context.exp, precision.number(Fraction(1, 2))
    omega = exp(precision.number(coordinate.sigma) ** 2)
    diagonal = [omega ** (k - half) * ((omega + 1) * omega**k - 1) for k in range(size)]
    squares = [omega ** (3 * k - 2) * (omega**k - 1) for k in range(1, size)]
    return _scaled(precision.gauss(diagonal, squares), exp(precision.number(coordinate.mu)))


@fine_rule.register
def _(coordinate: Logistic, degree: int, precision: Precision) -> FineRule:
    """Continuous Hahn polynomials: `b_k² = π² k⁴/(4k² - 1)`."""
    size, pi = gauss_points(degree), +precision.context.pi
    squares = [precision.number(Fraction(k**4, 4 * k * k - 1)) * pi**2 for k in range(1, size)]
    return _scaled(precision.gauss([precision.context.zero] * size, squares), precision.number(coordinate.scale))


@fine_rule.register
def _(coordinate: Poisson, degree: int, precision: Precision) -> FineRule:
    """Charlier polynomials: `a_k = k + rate`, `b_k² = k rate`."""
    size, rate = gauss_points(degree), Fraction(coordinate.rate)
    diagonal = precision.numbers(k + rate for k in range(size))
    return precision.gauss(diagonal, precision.numbers(k * rate for k in range(1, size)))


@fine_rule.register
def _(coordinate: NegativeBinomial, degree: int, precision: Precision) -> FineRule:
    """Meixner polynomials: `a_k = (k + (k + r) q)/(1 - q)`, `b_k² = k (k + r - 1) q/(1 - q)²`."""
    size, r, p = gauss_points(degree), Fraction(coordinate.successes), Fraction(coordinate.p)
    diagonal = precision.numbers((k + (k + r) * (1 - p)) / p for k in range(size))
    return precision.gauss(diagonal, precision.numbers(k * (k + r - 1) * (1 - p) / p**2 for k in range(1, size)))


@fine_rule.register
def _(coordinate: Cauchy, degree: int, precision: Precision) -> FineRule:
    raise MomentDoesNotExist(f"{coordinate.description} has no moments of order 1 or more, which a rule needs")


@fine_rule.register
def _(coordinate: Affine, degree: int, precision: Precision) -> FineRule:
    return _moved(fine_rule(coordinate.coordinate, degree, precision), coordinate, precision)


@fine_rule.register
def _(coordinate: CoordinateMixture, degree: int, precision: Precision) -> FineRule:
    return _mixed([(fine_rule(law, degree, precision), weight) for law, weight in coordinate.parts], precision)


def _scaled(rule: FineRule, size: Any) -> FineRule:
    points, weights = rule
    return [size * x for x in points], weights


def _moved(rule: FineRule, image: Affine, precision: Precision) -> FineRule:
    points, weights = _scaled(rule, precision.number(image.factor))
    return [x + precision.number(image.shift) for x in points], weights


def _mirrored(points: list[Any], weights: list[Any]) -> FineRule:
    return [*points, *(-x for x in points)], [w / 2 for w in weights] * 2


def _mixed(parts: list[tuple[FineRule, Any]], precision: Precision) -> FineRule:
    """The parts' points together."""
    points = [x for (xs, _), _ in parts for x in xs]
    return points, [precision.number(weight) * w for (_, ws), weight in parts for w in ws]


for _discretised in (rayleigh, weibull, gumbel, truncated, at_least, extreme, student_scale):
    fine_rule.register(_discretised)
